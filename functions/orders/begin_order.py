"""How an order begins: its stock set aside until it is paid; or, when its total is 0, paid and committed when it is placed.

An order of 0 waits for no payment: no provider takes one, so nothing would ever move it. What is in another state than its first one
after the transaction that places it, is told in that transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from functions.catalog import StockLine, reserve_writes, sell_writes
from functions.orders.first_paid import first_and_only_writes, first_paid_writes, nothing_paid_checks
from functions.orders.number import email_key
from functions.orders.order import Order
from functions.orders.records import OrderRecord, OrdersTable
from functions.orders.states import PaymentStatus, Status, StockState
from functions.orders.timers import PAYMENT_DEADLINE, timer_put
from functions.shared import clock
from functions.shared.contracts.orders import OrderPaid, OrderPlaced
from functions.shared.events import Actor, event_put
from functions.shared.transactions import Write


def begin(record: OrderRecord, order: Order) -> Status:
    """The attributes of the new order's record that say where it stands."""
    free = is_free(order)
    status = Status.PAID if free else Status.PENDING_PAYMENT
    record.status = status.value
    record.payment_status = (PaymentStatus.PAID if free else PaymentStatus.UNPAID).value
    record.stock = (StockState.COMMITTED if free else StockState.RESERVED).value
    record.paid_at = order.placed_at if free else None
    return status


def begin_writes(record: OrderRecord, order: Order, set_aside: Mapping[str, int], actor: Actor) -> list[Write]:
    """Its events, its stock, and what ends it when nobody pays. `set_aside`: pieces by variant that a flash sale's quota holds."""
    now, pk = clock.parse(order.placed_at), record.pk
    placed = OrderPlaced(order.summary(), order.payment_deadline)
    told = event_put(OrdersTable, pk, placed, subject=order.id, actor=actor, at=now, **order.told)
    if order.address.email:
        # How staff find the order by its buyer's address: in an item that is written anyway.
        told.record.gsi2pk, told.record.gsi2sk = email_key(order.address.email), f"{order.placed_at}#{order.id}"
    if not is_free(order):
        return [
            timer_put(order.id, PAYMENT_DEADLINE, clock.parse(order.payment_deadline)),
            told,
            *nothing_paid_checks(order),
            *reserve_writes(stock_lines(order, set_aside), cause=order.id, reason="order_placed", actor=actor),
        ]
    paid = OrderPaid(order.summary(), "", order.placed_at)
    # A millisecond later, so that the timeline shows it second.
    later = now + timedelta(milliseconds=1)
    return [
        told,
        event_put(OrdersTable, pk, paid, subject=order.id, actor=actor, cause="free", at=later, **order.told),
        *(first_and_only_writes(order) if order.newcomer else first_paid_writes(order)),
        *sell_writes(stock_lines(order), set_aside, cause=order.id, reason="order_placed", actor=actor),
    ]


def is_free(order: Order) -> bool:
    return order.totals.total == 0


def stock_lines(order: Order, set_aside: Mapping[str, int] = MappingProxyType({})) -> list[StockLine]:
    """What the order moves in the stock; not the pieces `set_aside` (by variant) that a flash sale's quota holds."""
    wanted = Counter[str]()
    for line in order.lines:
        wanted[line.variant_id] += line.quantity
    wanted.subtract(set_aside)
    return [StockLine(variant_id, quantity) for variant_id, quantity in wanted.items() if quantity > 0]
