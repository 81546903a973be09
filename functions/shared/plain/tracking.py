"""Where a parcel is, in one vocabulary for all couriers, and what a courier says of it.

Source of the vocabulary: the trackers' own lists, brought together (functions/shipping/README.md says which of their codes mean what).
"""

from __future__ import annotations

from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class TrackingStatus(StrEnum):
    PENDING = "PENDING"
    INFO_RECEIVED = "INFO_RECEIVED"
    PICKED_UP = "PICKED_UP"
    IN_TRANSIT = "IN_TRANSIT"
    CUSTOMS = "CUSTOMS"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    AVAILABLE_FOR_PICKUP = "AVAILABLE_FOR_PICKUP"
    DELIVERED = "DELIVERED"
    ATTEMPT_FAILED = "ATTEMPT_FAILED"
    EXCEPTION = "EXCEPTION"
    REFUSED = "REFUSED"
    RETURNING = "RETURNING"
    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True)
class TraceEvent:
    """What a courier said of a parcel: `at` in our RFC 3339 form, `status` ours or empty for a code we do not know, `code` theirs."""

    at: str
    status: str
    text: str = ""
    place: str = ""
    code: str = ""

    @property
    def known(self) -> TrackingStatus | None:
        return TrackingStatus(self.status) if self.status in TrackingStatus.__members__ else None
