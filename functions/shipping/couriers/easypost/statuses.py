"""EasyPost's statuses and their details in our words."""

from __future__ import annotations

from functions.shared.plain.tracking import TrackingStatus as S

_STATUSES = {
    "unknown": S.PENDING, "pre_transit": S.INFO_RECEIVED, "in_transit": S.IN_TRANSIT, "out_for_delivery": S.OUT_FOR_DELIVERY,
    "available_for_pickup": S.AVAILABLE_FOR_PICKUP, "delivered": S.DELIVERED, "failure": S.EXCEPTION, "error": S.EXCEPTION,
    "return_to_sender": S.RETURNING, "cancelled": S.CANCELLED,
}  # fmt: skip
_DETAILS = {
    ("in_transit", "received_at_origin_facility"): S.PICKED_UP,
    ("failure", "refused"): S.REFUSED,
    ("failure", "delivery_exception"): S.ATTEMPT_FAILED,
    ("failure", "address_correction"): S.ATTEMPT_FAILED,
    ("return_to_sender", "delivered"): S.RETURNED,
}


def status_of(status: str, detail: str) -> str:
    """Ours, or empty for a status that nobody knows."""
    return _DETAILS.get((status, detail), "") or _STATUSES.get(status, "")
