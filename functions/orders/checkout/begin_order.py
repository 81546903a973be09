"""How an order begins: its stock set aside until it is paid; or, when nothing of its total is left to pay, paid and committed when it is
placed.

An order of 0, and one that gift cards and credit paid (`tenders`), waits for no payment: nothing would ever move it. What is in another
state than its first one after the transaction that places it, is told in that transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment
from functions.orders.model.review.review import Review
from functions.orders.model.states import PaymentStatus, Status, StockState
from functions.orders.store.filed.state_lists import first_states
from functions.orders.store.first_paid import first_and_only_writes, first_paid_writes, nothing_paid_checks
from functions.orders.store.number import email_key
from functions.orders.store.parcels.watching import watch_sold
from functions.orders.store.parcels.whose import order_of_merchants
from functions.orders.store.payment_records import payment_record
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, order_pk
from functions.orders.store.review.reviews import review_put
from functions.orders.store.status_lists import listing
from functions.orders.store.stock_lines import stock_lines
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_put
from functions.shared.events.contracts.orders import OrderPaid, OrderPartiallyPaid, OrderPlaced
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.plain import times
from functions.shared.sealing import new_key
from functions.shared.store.transactions import Write, put_new
from functions.stock import AheadPromise, Purchase, queue_writes, reserve_writes, sell_writes


def new_record(order: Order, token_hash: str | None, *, drafted: bool = False, tenders: Sequence[OrderPayment] = ()) -> OrderRecord:
    """Its item where it stands at first. `token_hash`: of what a guest shows for it. `drafted`: it has had its key since it was a draft."""
    position = f"{order.placed_at}#{order.id}"
    key = None if drafted else new_key(order.id)
    record = OrderRecord(
        pk=order_pk(order.id),
        sk=ORDER_SK,
        kind="order",
        body=order_body(order),
        token_hash=token_hash,
        gsi1pk=customer_key(order.customer_id) if order.customer_id else None,
        gsi1sk=position if order.customer_id else None,
    )
    record.key = key
    record.listed_pk, record.listed_sk = listing(order.id, _begin(record, order, tenders).value, order.placed_at)
    return record


def _begin(record: OrderRecord, order: Order, tenders: Sequence[OrderPayment]) -> Status:
    """The attributes of the new order's record that say where it stands."""
    free, captured = is_settled(order, tenders), sum(one.amount or 0 for one in tenders)
    unpaid = PaymentStatus.PARTIALLY_PAID if captured else PaymentStatus.UNPAID
    status = Status.PAID if free else Status.PENDING_PAYMENT
    record.status = status.value
    record.payment_status = (PaymentStatus.PAID if free else unpaid).value
    record.stock = (StockState.COMMITTED if free else StockState.RESERVED).value
    record.paid_at = order.placed_at if free else None
    record.planned = 1
    if captured:
        record.captured = captured
    return status


def is_settled(order: Order, tenders: Sequence[OrderPayment]) -> bool:
    """Whether nothing is left to pay when it is placed."""
    return order.totals.total == sum(one.amount or 0 for one in tenders)


def held_for_group(record: OrderRecord, order: Order) -> list[Write]:
    """An order of a group buy is on hold from its first moment until its group is full."""
    if not order.group_id:
        return []
    record.in_review = 1
    return [review_put(Review(1, order.id, order.number, order.placed_at, SYSTEM, reason="group_buy", awaits=order.group_id))]


def begin_writes(
    record: OrderRecord,
    order: Order,
    set_aside: Mapping[str, int],
    actor: Actor,
    beyond: Mapping[str, int],
    tenders: Sequence[OrderPayment] = (),
    ahead: Mapping[str, AheadPromise] = MappingProxyType({}),
) -> list[Write]:
    """Its key, events, stock, and what ends it when nobody pays. `set_aside`: pieces by variant that a flash sale's quota holds. `beyond`:
    pieces that lie where they cannot be sent to it: what is sold leaves so many, whatever is sold to others at the same moment.
    `ahead`: by variant what of it is sold ahead. The transaction raises Overtaken where that was decided on what has changed."""
    now, pk = times.parse(order.placed_at), record.pk
    placed = OrderPlaced(order.summary(), order.payment_deadline)
    told = event_put(OrdersTable, pk, placed, subject=order.id, actor=actor, at=now, **order.told)
    if order.address.email:
        # How staff find the order by its buyer's address: in an item that is written anyway.
        told.record.gsi2pk, told.record.gsi2sk = email_key(order.address.email), f"{order.placed_at}#{order.id}"
    paid_by = [put_new(payment_record(order.id, one)) for one in tenders]
    record.owed = set(ahead) or None
    queued = queue_writes(Purchase(order.id, order.placed_at), ahead.values())
    made: list[Write] = [*queued, *([record.key] if record.key else []), *order_of_merchants(order), *paid_by, *first_states(record, order)]
    # A millisecond later, so that the timeline shows it second.
    later = now + timedelta(milliseconds=1)
    if not is_settled(order, tenders):
        return [
            *made,
            timer_put(order.id, PAYMENT_DEADLINE, times.parse(order.payment_deadline)),
            told,
            *_told_part(pk, order, tenders, actor, later),
            *nothing_paid_checks(order),
            *reserve_writes(stock_lines(order, set_aside), beyond, ahead, cause=order.id, reason="order_placed", actor=actor),
        ]
    first = tenders[0].payment_id if tenders else ""
    paid = OrderPaid(order.summary(), first, order.placed_at)
    return [
        *made,
        told,
        watch_sold(order),
        event_put(OrdersTable, pk, paid, subject=order.id, actor=actor, cause=first or "free", at=later, **order.told),
        *(first_and_only_writes(order) if order.newcomer else first_paid_writes(order)),
        *sell_writes(stock_lines(order), set_aside, beyond, ahead, cause=order.id, reason="order_placed", actor=actor, planned=True),
    ]


def _told_part(pk: str, order: Order, tenders: Sequence[OrderPayment], actor: Actor, at: datetime) -> list[Write]:
    """That a part is paid, and how much is open."""
    if not tenders:
        return []
    first, paid = tenders[0].payment_id, sum(one.amount or 0 for one in tenders)
    open_amount = order.totals.total - paid
    part = OrderPartiallyPaid(order.id, order.number, first, paid, order.currency, paid, open_amount, order.payment_deadline)
    return [event_put(OrdersTable, pk, part, subject=order.id, actor=actor, cause=first, at=at, **order.told)]
