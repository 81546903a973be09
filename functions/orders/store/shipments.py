"""An order with its parcels: read by one Query, written only together with the order's version.

Every write of a parcel also moves (or at least versions) its order. So of two writers that decide from the same reading one is
refused, and quantities cannot be shipped twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from functions.orders.model.amendments.amendment import AMENDMENT, Amendment, open_amendment
from functions.orders.model.cases.case import Case
from functions.orders.model.cases.troubles import OrderSeen
from functions.orders.model.money import OrderMoney, money_of
from functions.orders.model.order import Order
from functions.orders.model.order_payment import SET_ASIDE, OrderPayment, PaymentState
from functions.orders.model.order_refund import OrderRefund
from functions.orders.model.pieces import Holding, pieces_of
from functions.orders.model.plans.plan import Plan
from functions.orders.model.review.review import Review, open_review
from functions.orders.model.shipment import MAX_PARCELS, Shipment
from functions.orders.model.states import NOTHING_LEFT, Status
from functions.orders.store.people.bodies import case_of, opened, order_of, parcel_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.review.reviews import REVIEW
from functions.orders.store.stock_state import is_committed
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import in_partition

SHIPMENT = "shipment"
PLAN = "plan"
CASE_SK = "EXC#"


@dataclass(frozen=True)
class Parcels:
    """What was read: the order's item and snapshot, its parcels, and the versions they had."""

    record: OrderRecord
    order: Order
    shipments: list[Shipment]
    versions: dict[str, int]
    payments: list[OrderPayment] = field(default_factory=list)
    refunds: list[OrderRefund] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)

    @property
    def seen(self) -> OrderSeen:
        record, released = self.record, [one.at for one in self.payments if one.state is PaymentState.AUTHORIZED]
        sold = [record.paid_at, *released] if record.paid_at else released
        sold_at = min(sold, default=self.order.placed_at) if is_committed(record) else ""
        return OrderSeen(
            self.order,
            self.status,
            self.money,
            self.shipments,
            self.holding.refunds,
            self.plans,
            self.remaining(),
            sold_at,
            record.cancelled_at or "",
            self.cases,
            self.review,
        )

    @property
    def has_open_case(self) -> bool:
        return any(case.is_open for case in self.cases)

    @property
    def review(self) -> Review | None:
        """The open one: there while the order is on hold."""
        return open_review(self.reviews)

    @property
    def holding(self) -> Holding:
        return holding_of(self.record, self.order, self.payments, self.refunds, self.shipments)

    @property
    def money(self) -> OrderMoney:
        return money_of_order(self.record, self.order, self.payments, self.refunds)

    @property
    def amendment(self) -> Amendment | None:
        """The one that waits for its money."""
        return open_amendment(self.amendments)

    @property
    def all_back(self) -> bool:
        """Whether all that was paid went back; of an order that cost nothing, all its pieces."""
        if self.order.totals.total:
            return self.money.all_back
        return all(one.refunded == one.ordered for one in pieces_of(self.holding).values())

    def payment(self, payment_id: str) -> OrderPayment | None:
        return next((one for one in self.payments if one.payment_id == payment_id), None)

    def with_payment(self, payment: OrderPayment) -> Parcels:
        others = [one for one in self.payments if one.payment_id != payment.payment_id]
        return replace(self, payments=[*others, payment])

    @property
    def status(self) -> Status:
        return Status(self.record.status)

    def find(self, shipment_id: str) -> Shipment | None:
        return next((s for s in self.shipments if s.id == shipment_id), None)

    def remaining(self) -> dict[str, int]:
        """Per line id, what is sold, in no parcel, and not paid back (or about to be); nothing of what stock is still awaited for, and of
        gift cards."""
        awaiting = self.awaiting_stock | {line.line_id for line in self.order.lines if line.is_card}
        return {line_id: 0 if line_id in awaiting else one.waiting for line_id, one in pieces_of(self.holding).items()}

    @property
    def awaiting_stock(self) -> set[str]:
        """Lines that were sold ahead and whose stock has not arrived."""
        owed = self.record.owed or ()
        return {line.line_id for line in self.order.lines if line.variant_id in owed}

    def refund(self, refund_id: str) -> OrderRefund | None:
        return next((one for one in self.refunds if one.refund_id == refund_id), None)

    def with_refund(self, refund: OrderRefund) -> Parcels:
        others = [one for one in self.refunds if one.refund_id != refund.refund_id]
        return replace(self, refunds=[*others, refund])

    def with_record(self, record: OrderRecord) -> Parcels:
        return replace(self, record=record)

    def with_plan(self, plan: Plan) -> Parcels:
        return replace(self, plans=[*(one for one in self.plans if one.number != plan.number), plan])

    def with_cases(self, cases: Sequence[Case]) -> Parcels:
        changed = {one.id for one in cases}
        return replace(self, cases=[*(one for one in self.cases if one.id not in changed), *cases])

    def as_written(self, shipment: Shipment) -> Shipment:
        """With the version that it gets."""
        return replace(shipment, version=self.versions.get(shipment.id, 0) + 1)

    def with_shipment(self, shipment: Shipment) -> Parcels:
        others = [s for s in self.shipments if s.id != shipment.id]
        return replace(self, shipments=[*others, shipment])


def parcels_of(order_id: str) -> Parcels:
    """One consistent Query over the order, its payments and its parcels. Raises NotFound."""
    if not ids.is_id("ord", order_id):
        raise NotFound("There is no such order.")
    # "$" follows "#": everything from the first EXC#… to the last SHP#…, without the events.
    found = list(in_partition(OrderRecord, order_pk(order_id), first=CASE_SK, last="SHP$"))
    order = next((item for item in found if item.sk == ORDER_SK), None)
    if order is None:
        raise NotFound("There is no such order.")
    stored = [item for item in found if item.kind == SHIPMENT]
    shipments = sorted((parcel_of(item) for item in stored), key=lambda s: (s.created_at, s.id))
    return Parcels(
        record=order,
        order=order_of(order),
        shipments=shipments,
        versions={item.sk.removeprefix("SHP#"): int(item.version) for item in stored},
        payments=[load(OrderPayment, item.body) for item in found if item.kind == "payment"],
        refunds=[load(OrderRefund, item.body) for item in found if item.kind == "refund"],
        plans=[load(Plan, item.body) for item in found if item.kind == PLAN],
        cases=sorted((case_of(item) for item in found if item.kind == "exception"), key=lambda case: (case.at, case.id)),
        reviews=[opened(Review, item) for item in found if item.kind == REVIEW],
        amendments=[opened(Amendment, item) for item in found if item.kind == AMENDMENT],
    )


def money_of_order(
    record: OrderRecord, order: Order, payments: Sequence[OrderPayment], refunds: Sequence[OrderRefund], *, is_over: bool = False
) -> OrderMoney:
    """`is_over`: it is about to be cancelled."""
    return money_of(
        order.totals.total,
        payments,
        before=record.payment_status,
        is_over=is_over or record.status in NOTHING_LEFT,
        given_back=order.given_back,
        refunds=refunds,
    )


def holding_of(
    record: OrderRecord,
    order: Order,
    payments: Sequence[OrderPayment],
    refunds: Sequence[OrderRefund],
    shipments: Sequence[Shipment],
) -> Holding:
    """Refunds of payments that never counted for the order, and what amendments gave back, keep nothing from leaving."""
    aside = {one.payment_id for one in payments if one.state in SET_ASIDE}
    return Holding(
        order,
        shipments,
        [one for one in refunds if one.payment_id not in aside and not one.amends],
        is_committed=is_committed(record),
        is_over=record.status in NOTHING_LEFT,
        all_back=money_of(order.totals.total, payments, given_back=order.given_back, refunds=refunds).all_back,
        issued=record.issued_at is not None,
    )


def parcels_by_waybill(carrier: str, waybill: str) -> list[tuple[str, str]]:
    """(order id, shipment id) of every parcel of a waybill, from the index: one written a moment ago may not be there yet."""
    items = OrdersTable.gsi1.query(waybill_key(carrier, waybill), limit=MAX_PARCELS)
    return [(item.pk.removeprefix(order_pk("")), item.sk.removeprefix("SHP#")) for item in items]


def order_of_parcel(shipment_id: str) -> str | None:
    """The id of its order, from the index: a parcel written a moment ago may not be there yet, and one that did not change since there was
    this index is not."""
    found = next(iter(OrdersTable.gsi2.query(parcel_key(shipment_id), limit=1)), None)
    return found.gsi2sk if found else None


def waybill_key(carrier: str, waybill: str) -> str:
    return f"WAYBILL#{carrier}#{waybill}"


def parcel_key(shipment_id: str) -> str:
    return f"PARCEL#{shipment_id}"
