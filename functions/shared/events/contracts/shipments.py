"""Events of parcels that people must look at."""

from __future__ import annotations

from dataclasses import dataclass
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
