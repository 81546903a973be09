"""Events of what integrations and staff keep on orders and parcels, and of what staff give for them; of orders that another system had; of
longer time to pay, and of orders that got an account."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderEdited:
    """Staff changed what is kept on it: which of `metadata`, `private_metadata`, `custom_fields` and `tags`; public values stand in the
    envelope."""

    TYPE: ClassVar[str] = "order.edited"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShipmentEdited:
    """Staff changed what integrations keep on a parcel: which of `metadata` and `private_metadata`; the public one as it is now."""

    TYPE: ClassVar[str] = "shipment.edited"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    fields: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderCompensated:
    """Staff gave something for an order that nobody owed. kind: money (a refund brings it, told by its own events) | coupon (`amount` is
    what it is worth; its code is told to nobody but the buyer)."""

    TYPE: ClassVar[str] = "order.compensated"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    compensation_id: str
    kind: str
    amount: int
    currency: str


@dataclass(frozen=True)
class OrderImported:
    """Another system had it: part of the history, told for reports alone. Times are empty where it never came to that."""

    TYPE: ClassVar[str] = "order.imported"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    paid_at: str
    cancelled_at: str
    refunded: int


@dataclass(frozen=True)
class OrderHoldExtended:
    """The buyer has longer to pay; their stock stays reserved."""

    TYPE: ClassVar[str] = "order.hold_extended"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    payment_deadline: str


@dataclass(frozen=True)
class OrderClaimed:
    """A guest's order belongs to an account from now on."""

    TYPE: ClassVar[str] = "order.claimed"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    customer_id: str
