"""An order with its parcels: read by one Query, written only together with the order's version.

Every write of a parcel also moves (or at least versions) its order. So of two writers that decide from the same reading one is
refused, and quantities cannot be shipped twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.orders.model.money import OrderMoney, money_of
from functions.orders.model.order import Order
from functions.orders.model.order_payment import SET_ASIDE, OrderPayment
from functions.orders.model.order_refund import OrderRefund
from functions.orders.model.pieces import Holding, fulfilment_status, pieces_of
from functions.orders.model.plans.plan import Plan
from functions.orders.model.shipment import MAX_PARCELS, Shipment
from functions.orders.model.states import FulfilmentStatus, Status
from functions.orders.store.auto_confirm import auto_confirm_put
from functions.orders.store.moves import move_through
from functions.orders.store.parcel_lists import parcel_listing
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.repository import order_of
from functions.orders.store.stock_moves import shelf_moves, shelf_writes
from functions.orders.store.stock_state import is_committed
from functions.shared.events.contracts.orders import OrderDelivered, OrderFulfilling, OrderShipped
from functions.shared.events.contracts.shipments import HandedOverLine, ShipmentHandedOver
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Put, Write
from functions.shared.store.versions import at_version

_KIND = "shipment"
PLAN = "plan"


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

    @property
    def holding(self) -> Holding:
        return holding_of(self.record, self.order, self.payments, self.refunds, self.shipments)

    @property
    def money(self) -> OrderMoney:
        return money_of_order(self.record, self.order, self.payments)

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
        """Per line id, what is sold, in no parcel, and not paid back (or about to be)."""
        return {line_id: one.waiting for line_id, one in pieces_of(self.holding).items()}

    def refund(self, refund_id: str) -> OrderRefund | None:
        return next((one for one in self.refunds if one.refund_id == refund_id), None)

    def with_refund(self, refund: OrderRefund) -> Parcels:
        others = [one for one in self.refunds if one.refund_id != refund.refund_id]
        return replace(self, refunds=[*others, refund])

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
    # "$" follows "#": everything from the order's own item to the last SHP#…, without the events.
    found = list(OrderRecord.query(order_pk(order_id), OrderRecord.sk.between(ORDER_SK, "SHP$"), consistent_read=True))
    order = next((item for item in found if item.sk == ORDER_SK), None)
    if order is None:
        raise NotFound("There is no such order.")
    stored = [item for item in found if item.kind == _KIND]
    shipments = sorted((shipment_of(item) for item in stored), key=lambda s: (s.created_at, s.id))
    return Parcels(
        record=order,
        order=order_of(order),
        shipments=shipments,
        versions={item.sk.removeprefix("SHP#"): int(item.version) for item in stored},
        payments=[load(OrderPayment, item.body) for item in found if item.kind == "payment"],
        refunds=[load(OrderRefund, item.body) for item in found if item.kind == "refund"],
        plans=[load(Plan, item.body) for item in found if item.kind == PLAN],
    )


def money_of_order(record: OrderRecord, order: Order, payments: Sequence[OrderPayment]) -> OrderMoney:
    is_over = record.status == Status.CANCELLED
    return money_of(order.totals.total, payments, before=record.payment_status, is_over=is_over)


def holding_of(
    record: OrderRecord,
    order: Order,
    payments: Sequence[OrderPayment],
    refunds: Sequence[OrderRefund],
    shipments: Sequence[Shipment],
) -> Holding:
    """Refunds of payments that never counted for the order keep nothing from leaving."""
    aside = {one.payment_id for one in payments if one.state in SET_ASIDE}
    return Holding(
        order,
        shipments,
        [one for one in refunds if one.payment_id not in aside],
        is_committed=is_committed(record),
        is_over=record.status == Status.CANCELLED,
        all_back=money_of(order.totals.total, payments).all_back,
    )


def shipment_of(record: OrdersTable) -> Shipment:
    return replace(load(Shipment, record.body), version=int(record.version))


def parcels_by_waybill(carrier: str, waybill: str) -> list[tuple[str, str]]:
    """(order id, shipment id) of every parcel of a waybill, from the index: one written a moment ago may not be there yet."""
    items = OrdersTable.gsi1.query(_waybill_key(carrier, waybill), limit=MAX_PARCELS)
    return [(item.pk.removeprefix(order_pk("")), item.sk.removeprefix("SHP#")) for item in items]


def order_of_parcel(shipment_id: str) -> str | None:
    """The id of its order, from the index: a parcel written a moment ago may not be there yet, and one that did not change since there was
    this index is not."""
    found = next(iter(OrdersTable.gsi2.query(_parcel_key(shipment_id), limit=1)), None)
    return found.gsi2sk if found else None


def write_parcel(before: Parcels, shipment: Shipment, *, actor: Actor) -> list[Write]:
    """The writes of a new or changed parcel, and of its order brought to where its parcels now say it is."""
    return write_parcels(before, [shipment], actor=actor)


def write_parcels(before: Parcels, shipments: Sequence[Shipment], *, actor: Actor) -> list[Write]:
    """The same of several, with what they take from the shelves or leave there. The transaction raises NotOnShelf."""
    after = before
    for shipment in shipments:
        after = after.with_shipment(shipment)
    moves = shelf_moves(before.shipments, after.shipments)
    changes, steps, timer = progress(after)
    order_writes = move_through(after.record, steps, actor=actor, changes=changes)
    puts = [parcel_put(before, shipment) for shipment in shipments]
    left = [event for shipment in shipments for event in _left(before, after, shipment, steps, actor)]
    return [*puts, *order_writes, *timer, *left, *shelf_writes(before.order.id, int(before.record.version), moves, actor)]


def _left(before: Parcels, after: Parcels, shipment: Shipment, steps: Sequence[tuple[Status, Payload]], actor: Actor) -> list[Write]:
    """The event of a parcel that left: told in the one write that first knows of it."""
    known = before.find(shipment.id)
    if not shipment.counts or not shipment.shipped_at or (known and known.shipped_at):
        return []
    order = after.order
    payload = ShipmentHandedOver(
        shipment_id=shipment.id,
        order_id=order.id,
        number=order.number,
        language=order.language,
        carrier=shipment.carrier,
        waybill=shipment.waybill,
        eta=shipment.eta,
        at=shipment.shipped_at,
        rest=_still_to_leave(after),
        opens=any(target is Status.SHIPPED for target, _ in steps),
        lines=[HandedOverLine(line.line_id, line.sku, line.quantity) for line in shipment.lines],
    )
    # After the steps of the order that it carried along, so that the timeline is the same every time.
    at = clock.now() + timedelta(milliseconds=len(steps))
    return [event_put(OrdersTable, order_pk(order.id), payload, subject=shipment.id, actor=actor, at=at)]


def _still_to_leave(parcels: Parcels) -> int:
    return sum(one.reserved + one.waiting + one.in_parcel for one in pieces_of(parcels.holding).values())


def parcel_put(before: Parcels, shipment: Shipment) -> Write:
    """The parcel alone, for a transaction that holds its order's version."""
    version = before.versions.get(shipment.id)
    listed_pk, listed_sk = parcel_listing(shipment)
    item = OrdersTable(
        pk=order_pk(shipment.order_id),
        sk=f"SHP#{shipment.id}",
        kind=_KIND,
        version=(version or 0) + 1,
        body=dump(replace(shipment, version=0)),
        gsi1pk=_waybill_key(shipment.carrier, shipment.waybill) if shipment.waybill else None,
        gsi1sk=shipment.id if shipment.waybill else None,
        gsi2pk=_parcel_key(shipment.id),
        gsi2sk=shipment.order_id,
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    conflict = Overtaken()
    return Put(item, at_version(OrdersTable, version), conflict)


def progress(after: Parcels) -> tuple[list[Action], list[tuple[Status, Payload]], list[Write]]:
    """Where its parcels and refunds have carried the order since it was read: changes of its item, states with their events, timers."""
    derived = fulfilment_status(after.holding)
    steps = _steps(after, derived)
    timer: list[Write] = []
    changes: list[Action] = [OrderRecord.fulfilment_status.set(derived.value)]
    if any(target is Status.DELIVERED for target, _ in steps):
        changes.append(OrderRecord.delivered_at.set(_delivered_at(after.shipments)))
        timer.append(auto_confirm_put(after.order.id))
    return changes, steps, timer


def _steps(after: Parcels, derived: FulfilmentStatus) -> list[tuple[Status, Payload]]:
    """The states the parcels have carried the order through since it was read; none for an order that is cancelled or done."""
    order, status = after.order, after.status
    steps: list[tuple[Status, Payload]] = []
    if status is Status.PAID and any(s.waybill and s.counts for s in after.shipments):
        steps.append((Status.FULFILLING, OrderFulfilling(order.id, order.number)))
        status = Status.FULFILLING
    first = min((s for s in after.shipments if s.counts and s.shipped_at), key=lambda s: (s.shipped_at or "", s.id), default=None)
    if status is Status.FULFILLING and first is not None:
        whole = _still_to_leave(after) == 0
        shipped = OrderShipped(order.id, order.number, order.language, first.id, first.carrier, first.waybill, whole)
        steps.append((Status.SHIPPED, shipped))
        status = Status.SHIPPED
    if status is Status.SHIPPED and derived is FulfilmentStatus.DELIVERED:
        steps.append((Status.DELIVERED, OrderDelivered(order.id, order.number, order.language, _delivered_at(after.shipments))))
    return steps


def _delivered_at(shipments: Sequence[Shipment]) -> str:
    return max(s.delivered_at for s in shipments if s.counts and s.delivered_at)


def _waybill_key(carrier: str, waybill: str) -> str:
    return f"WAYBILL#{carrier}#{waybill}"


def _parcel_key(shipment_id: str) -> str:
    return f"PARCEL#{shipment_id}"
