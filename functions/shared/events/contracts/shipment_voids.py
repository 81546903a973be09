"""Events of parcels that are not sent."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.events.contracts.shipments import HandedOverLine
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ShipmentCancelled:
    """A parcel is not sent: its pieces are its order's again, and `waybill` (empty if it had none) is void. Not told of parcels that
    stop with their order: `order.cancelled` says that."""

    TYPE: ClassVar[str] = "shipment.cancelled"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    carrier: str
    waybill: str


@dataclass(frozen=True)
class ShipmentSentAgain:
    """Pieces of a parcel that came back without having arrived are its order's again: they wait for another parcel."""

    TYPE: ClassVar[str] = "shipment.sent_again"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    lines: list[HandedOverLine]
