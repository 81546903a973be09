"""The timer that confirms a receipt when the buyer says nothing, and what holds it up: an open after-sales case."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.timers import AUTO_CONFIRM, timer_put
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Check, Put, Update, Write

LOOK_AGAIN = timedelta(days=1)


def auto_confirm_put(order_id: str) -> Put:
    """The write, beside the one that makes an order delivered, that has it confirmed if the buyer says nothing."""
    return timer_put(order_id, AUTO_CONFIRM, clock.now() + shop_rules().checkout.auto_confirm_after)


def case_opened_write(order_id: str, cases: int = 1, *, as_read: int | None = None) -> Write:
    """Face: beside the write that opens after-sales cases. While one is open, silence confirms nothing. `as_read`: the version of the order
    that was looked at: where it moved since (money of it went back, say), the transaction raises Overtaken."""
    return _cases(order_id, cases, as_read)


def case_closed_write(order_id: str) -> Write:
    """Face: beside the write that closes it."""
    return _cases(order_id, -1)


def order_unmoved_write(order_id: str, version: int) -> Check:
    """Face: beside a write that holds only as long as the order is as it was read. The transaction raises Overtaken."""
    return Check(OrderRecord, order_pk(order_id), ORDER_SK, OrderRecord.version == version, Overtaken())


def _cases(order_id: str, change: int, as_read: int | None = None) -> Write:
    # The version rises too: a timer that decided before the case was opened is refused.
    actions = [OrderRecord.open_cases.add(change), OrderRecord.version.add(1)]
    condition = OrderRecord.pk.exists() if change > 0 else OrderRecord.open_cases >= 1
    if as_read is not None:
        return Update(OrderRecord, order_pk(order_id), ORDER_SK, actions, OrderRecord.version == as_read, Overtaken())
    return Update(OrderRecord, order_pk(order_id), ORDER_SK, actions, condition)
