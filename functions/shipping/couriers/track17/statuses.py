"""17TRACK's main statuses, sub-statuses and stages (version 2.2), in our words."""

from __future__ import annotations

from functions.shared.plain.tracking import TrackingStatus as S

_MAIN = {
    "NotFound": S.PENDING, "InfoReceived": S.INFO_RECEIVED, "InTransit": S.IN_TRANSIT, "OutForDelivery": S.OUT_FOR_DELIVERY,
    "AvailableForPickup": S.AVAILABLE_FOR_PICKUP, "Delivered": S.DELIVERED, "DeliveryFailure": S.ATTEMPT_FAILED,
    "Exception": S.EXCEPTION, "Expired": S.EXPIRED,
}  # fmt: skip
_SUB = {
    "InTransit_PickedUp": S.PICKED_UP, "Exception_Rejected": S.REFUSED, "DeliveryFailure_Rejected": S.REFUSED,
    "Exception_Returning": S.RETURNING, "Exception_Returned": S.RETURNED,
}  # fmt: skip
_STAGES = {
    "InfoReceived": S.INFO_RECEIVED, "PickedUp": S.PICKED_UP, "Departure": S.IN_TRANSIT, "Arrival": S.IN_TRANSIT,
    "AvailableForPickup": S.AVAILABLE_FOR_PICKUP, "OutForDelivery": S.OUT_FOR_DELIVERY, "Delivered": S.DELIVERED,
    "Returning": S.RETURNING, "Returned": S.RETURNED,
}  # fmt: skip
_CUSTOMS = "InTransit_Customs"


def status_of(code: str) -> str:
    """Ours, of a status or a sub-status; empty for one that nobody knows."""
    if code.startswith(_CUSTOMS):
        return S.CUSTOMS
    return _SUB.get(code, "") or _MAIN.get(code.partition("_")[0], "")


def stage_of(code: str) -> str:
    return _STAGES.get(code, "")
