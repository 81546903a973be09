"""Events of parcels beside those that every parcel has: that it left, and what people must look at."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ShipmentException:
    """Something about a parcel or an order that people must look at; `case.closed` tells its end. kind: collected_after_cancel |
    absurd_time (a scan whose time cannot be true) | void_unanswered | void_refused | not_booked | late | stuck (no scan for too long) |
    failed (it was not delivered) | came_back | not_collected (it waits for its receiver for too long); with an empty `shipment_id`
    not_allocated (pieces that no warehouse can send) | paid_not_picked | refund_pending | on_hold | late (pieces in no parcel) |
    return_stuck (an after-sales case that goes on only with people)."""

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
class ShipmentDelayed:
    """Something is wrong with a parcel, told once to its buyer. kind: late | stuck | failed | came_back. `shipment_id` is empty where
    pieces are late that are in no parcel yet."""

    TYPE: ClassVar[str] = "shipment.delayed"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    language: str
    kind: str
    carrier: str
    waybill: str


@dataclass(frozen=True)
class ShipmentPacked:
    """Its warehouse has closed a parcel. Told anew when pieces left it afterwards and it was closed once more."""

    TYPE: ClassVar[str] = "shipment.packed"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    warehouse_id: str
    packed_at: str


@dataclass(frozen=True)
class ShipmentReady:
    """A parcel waits to be collected, at its pick-up point or where its carrier left it. The code to collect it with is no part of this.
    `reminder`: told once more, because nobody came."""

    TYPE: ClassVar[str] = "shipment.ready_to_collect"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    language: str
    carrier: str
    waybill: str
    at: str
    reminder: bool = False


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


@dataclass(frozen=True)
class ShipmentCameBack:
    """A parcel is back with its sender (RETURNED) and had not arrived before, told once for each. `lines`: what is in it."""

    TYPE: ClassVar[str] = "shipment.came_back"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    carrier: str
    waybill: str
    at: str
    lines: list[HandedOverLine] = field(default_factory=list)


@dataclass(frozen=True)
class CarrierWeek:
    """Parcels of a carrier that arrived or failed in a week: `promised` of those that arrived had a day, `on_time` kept it."""

    carrier: str
    ended: int
    promised: int
    on_time: int
    failed: int


@dataclass(frozen=True)
class CarrierWeekCounted:
    """How carriers did in a week of the store that is over. `week`: its Monday. Told once; what couriers tell later is not in it."""

    TYPE: ClassVar[str] = "carrier.week_counted"
    VERSION: ClassVar[int] = 1
    week: str
    carriers: list[CarrierWeek] = field(default_factory=list)


@dataclass(frozen=True)
class PlannedLine:
    """`bins`: how many pieces lie in which bin of the warehouse; "" for those that lie in none."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    bins: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ShipmentPlanned:
    """A parcel is to be picked, packed and sent: its pieces are taken from the shelves of `warehouse_id` (empty where no shelf is known).
    `carrier` and `service`: who is to bring it."""

    TYPE: ClassVar[str] = "shipment.planned"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    number: str
    warehouse_id: str
    merchant_id: str
    carrier: str
    service: str
    lines: list[PlannedLine] = field(default_factory=list)


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
