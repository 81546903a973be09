"""Face: who may have an order paid, and how long it waits for its money. Some ways to pay take days: the order waits for them."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.model.states import Status
from functions.orders.store.access import acts_as_staff
from functions.orders.store.deadline import deadline_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.repository import find_order, get_order
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_put
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_notes import OrderHoldExtended
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.plain import times
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_update


def check_may_pay(order_id: str, *, caller: Caller, order_token: str | None) -> None:
    """Its buyer, or staff who may change orders or payments. Raises Forbidden for staff who may only read."""
    record = get_order(order_id)
    if not caller.may("payments.write"):
        acts_as_staff(record, order_of(record), caller, order_token)


def payable_until(order_id: str) -> str | None:
    """The order's deadline as it is now; None when it does not wait for its first payment (any more). One GetItem."""
    record = find_order(order_id)
    if record is None or record.status != Status.PENDING_PAYMENT:
        return None
    return deadline_of(record, order_of(record))


def hold_writes(order_id: str, lasts: timedelta) -> tuple[str, list[Write]]:
    """The deadline of the order when it is to wait so long from its placing, and the writes that move it there, with its timer.

    However often this is asked the deadline moves once, and never further than `lasts`. The writes fail with Overtaken.
    """
    record = get_order(order_id)
    order = order_of(record)
    before, until = deadline_of(record, order), times.parse(order.placed_at) + lasts
    if record.status != Status.PENDING_PAYMENT or times.iso(until) <= before:
        return before, []
    payload = OrderHoldExtended(order.id, order.number, times.iso(until))
    actions = [OrderRecord.held_until.set(times.iso(until)), OrderRecord.version.set(record.version + 1)]
    return times.iso(until), [
        locked_update(
            OrderRecord, record.pk, ORDER_SK, actions, record.version, besides=OrderRecord.status == Status.PENDING_PAYMENT.value
        ),
        # Put over the old one: a message of the old deadline finds a timer that is not due yet.
        timer_put(order.id, PAYMENT_DEADLINE, until),
        event_put(OrdersTable, record.pk, payload, subject=order.id, actor=SYSTEM, cause=f"held until {times.iso(until)}"),
    ]
