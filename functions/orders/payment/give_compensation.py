"""Face: somebody was given something for an order beyond what they had a right to: the order shows it, and tells it."""

from __future__ import annotations

from functions.orders.model.order_refund import OrderCompensation
from functions.orders.store.access import visible_order
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.refund_records import compensation_record
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_notes import OrderCompensated
from functions.shared.events.events import event_put
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, put_new


def order_buyer(order_id: str, *, caller: Caller) -> tuple[str, str]:
    """The order's number, and its customer's id ("": a guest). Raises NotFound. One GetItem."""
    _, order = visible_order(order_id, caller=caller, order_token=None)
    return order.number, order.customer_id or ""


def compensation_writes(order_id: str, number: str, given: OrderCompensation, caller: Caller) -> list[Write]:
    """The transaction raises Overtaken where it is there already."""
    told = OrderCompensated(order_id, number, given.id, given.kind, given.amount, given.currency)
    event = event_put(OrdersTable, order_pk(order_id), told, subject=order_id, actor=caller.actor, cause=given.id)
    return [put_new(compensation_record(order_id, given), Overtaken()), event]
