"""Events of parcels beside those that every parcel has: that it left, and what people must look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class ShipmentException:
    """A parcel did what people must look at. kind: collected_after_cancel | absurd_time (a scan whose time cannot be true)."""

    TYPE: ClassVar[str] = "shipment.exception"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    kind: str
    detail: str
    carrier: str
    waybill: str


@dataclass(frozen=True)
class HandedOverLine:
    line_id: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class ShipmentHandedOver:
    """A parcel left, told once for each. `rest`: how many pieces of the order are still to leave after it. `opens`: with it the order is on
    its way, which `order.shipped` tells too. `eta`: the day it is expected where it goes, or empty."""

    TYPE: ClassVar[str] = "shipment.handed_over"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    language: str
    carrier: str
    waybill: str
    eta: str
    at: str
    rest: int
    opens: bool
    lines: list[HandedOverLine] = field(default_factory=list)
