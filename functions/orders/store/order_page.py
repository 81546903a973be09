"""An order with everything that belongs to it: its payments and parcels, read by one Query over its partition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from functions.orders.model.amendments.amendment import AMENDMENT, Amendment, open_amendment
from functions.orders.model.money import OrderMoney
from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment
from functions.orders.model.order_refund import OrderCompensation, OrderRefund
from functions.orders.model.pieces import Holding
from functions.orders.model.plans.plan import Plan
from functions.orders.model.review.review import Review, open_review
from functions.orders.model.shipment import Shipment
from functions.orders.store.access import checked
from functions.orders.store.people.bodies import opened
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.refund_records import COMPENSATION
from functions.orders.store.review.reviews import REVIEW
from functions.orders.store.shipments import PLAN, Parcels, holding_of, money_of_order
from functions.shared.auth.caller import Caller
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import in_partition


@dataclass(frozen=True)
class OrderPage:
    """`token` is there only in the answer that placed a guest's order. `held`: where the pieces of a part of it are (own_part.py)."""

    record: OrderRecord
    order: Order
    payments: Sequence[OrderPayment] = ()
    shipments: Sequence[Shipment] = ()
    refunds: Sequence[OrderRefund] = ()
    plans: Sequence[Plan] = ()
    reviews: Sequence[Review] = ()
    amendments: Sequence[Amendment] = ()
    compensations: Sequence[OrderCompensation] = ()
    token: str | None = None
    held: Holding | None = None

    @cached_property
    def holding(self) -> Holding:
        return self.held or holding_of(self.record, self.order, self.payments, self.refunds, self.shipments)

    @cached_property
    def money(self) -> OrderMoney:
        return money_of_order(self.record, self.order, self.payments, self.refunds)

    @property
    def review(self) -> Review | None:
        """The open one: there while the order is on hold."""
        return open_review(self.reviews)

    @property
    def amendment(self) -> Amendment | None:
        """The one that waits for its money."""
        return open_amendment(self.amendments)

    def moved(self, **attributes: str | int | None) -> OrderPage:
        """The page as it is after a move that sets `attributes`, for the answer of the call that makes it."""
        record = self.record.copied()
        record.version += 1
        for name, value in attributes.items():
            setattr(record, name, value)
        return replace(self, record=record)


def page_of(parcels: Parcels) -> OrderPage:
    """The same of what was read already."""
    return OrderPage(
        parcels.record,
        parcels.order,
        parcels.payments,
        parcels.shipments,
        parcels.refunds,
        parcels.plans,
        parcels.reviews,
        parcels.amendments,
    )


def order_page(order_id: str, *, caller: Caller, order_token: str | None) -> OrderPage:
    """The order for its buyer or for staff. Raises NotFound for anybody else. One Query (per MB); events are left out."""
    found = list(in_partition(OrderRecord, order_pk(order_id), first=ORDER_SK)) if ids.is_id("ord", order_id) else []
    record = next((item for item in found if item.sk == ORDER_SK), None)
    if record is None:
        raise NotFound("There is no such order.")
    order = checked(record, caller=caller, order_token=order_token)
    return OrderPage(
        record,
        order,
        [load(OrderPayment, item.body) for item in found if item.kind == "payment"],
        [opened(Shipment, item) for item in found if item.kind == "shipment"],
        [load(OrderRefund, item.body) for item in found if item.kind == "refund"],
        [load(Plan, item.body) for item in found if item.kind == PLAN],
        [opened(Review, item) for item in found if item.kind == REVIEW],
        [opened(Amendment, item) for item in found if item.kind == AMENDMENT],
        [load(OrderCompensation, item.body) for item in found if item.kind == COMPENSATION],
    )
