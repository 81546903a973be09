"""What the shop asks of a courier that has an API, in our own words. Adapters translate; nothing of a courier's format leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.orders.model.order import Address
from functions.orders.model.tracking_status import TraceEvent


class Forged(Exception):
    """Not signed by the courier, or not now. Answered with 401 and nothing else: a forger learns nothing."""


@dataclass(frozen=True)
class WaybillRequest:
    """`request_id` names the parcel for ever: asked twice with the same one, a courier makes one waybill."""

    request_id: str
    order_number: str
    receiver: Address


@dataclass(frozen=True)
class Waybill:
    number: str
    label_url: str


@dataclass(frozen=True)
class CourierMessage:
    """A webhook as understood: `id` is the courier's own, unique per message."""

    id: str
    waybill: str
    events: list[TraceEvent]


class Courier(Protocol):
    def create_waybill(self, request: WaybillRequest) -> Waybill:
        """Raises Unavailable when the outcome is unknown (repeat with the same request), Conflict `courier_refused` when it is final."""
        ...

    def verify(self, headers: Mapping[str, str], raw: bytes, now: datetime) -> None:
        """Raises Forged. Looks at nothing but the raw bytes and headers (names in lower case); no network."""
        ...

    def read(self, raw: bytes) -> CourierMessage:
        """A verified webhook's content. Raises Unreadable or Invalid."""
        ...
