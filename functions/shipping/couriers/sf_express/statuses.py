"""SF's codes of a station (`opCode`), and the services that it calls express types."""

from __future__ import annotations

from functions.shared.plain.tracking import TrackingStatus as S
from functions.shipping.model.carrier import Carrier, Service

# Public receivers agree on these; the console of the open platform has the whole table. 8000 tells of a picture, not of the parcel.
_STATUSES = {
    "646": S.INFO_RECEIVED, "647": S.INFO_RECEIVED,
    "50": S.PICKED_UP, "51": S.PICKED_UP, "41": S.PICKED_UP, "43": S.PICKED_UP, "46": S.PICKED_UP, "607": S.PICKED_UP,
    "30": S.IN_TRANSIT, "31": S.IN_TRANSIT, "36": S.IN_TRANSIT,
    "44": S.OUT_FOR_DELIVERY, "34": S.OUT_FOR_DELIVERY, "47": S.OUT_FOR_DELIVERY, "630": S.OUT_FOR_DELIVERY, "634": S.OUT_FOR_DELIVERY,
    "80": S.DELIVERED,
    "70": S.ATTEMPT_FAILED, "33": S.ATTEMPT_FAILED, "631": S.ATTEMPT_FAILED,
    "99": S.RETURNING, "648": S.RETURNING,
}  # fmt: skip
_BY_REASON = {"33": S.EXCEPTION, "70": S.REFUSED}
_FIRST = {
    "7": S.INFO_RECEIVED, "1": S.PICKED_UP, "2": S.IN_TRANSIT, "10": S.IN_TRANSIT, "3": S.OUT_FOR_DELIVERY, "11": S.OUT_FOR_DELIVERY,
    "13": S.OUT_FOR_DELIVERY, "4": S.DELIVERED, "5": S.RETURNING, "6": S.RETURNING,
}  # fmt: skip
ENDS = frozenset({S.DELIVERED, S.RETURNING, S.RETURNED})
EXPRESS_TYPES = {"standard": 2, "express": 1}


def status_of(code: str, first: str = "", reason: str = "") -> str:
    """Ours, or empty for a code that nobody knows; `first`: its coarser code, `reason`: why, where it says so."""
    if reason and code in _BY_REASON:
        return _BY_REASON[code]
    return _STATUSES.get(code, "") or ("" if code == "8000" else _FIRST.get(first, ""))


def carriers_of(adapter: str) -> tuple[Carrier, ...]:
    services = (
        Service("standard", {"zh": "顺丰标快", "en": "SF Standard"}, volume_divisor=6000, step_g=100, po_boxes=False, days=3),
        Service("express", {"zh": "顺丰特快", "en": "SF Express"}, volume_divisor=6000, step_g=100, po_boxes=False, days=2),
    )
    return (Carrier("sf", {"zh": "顺丰速运", "en": "SF Express"}, adapter, enabled=False, subscribes=False, services=services),)
