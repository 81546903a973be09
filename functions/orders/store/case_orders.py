"""What is told to the after-sales case that placed an order, in the transaction that makes it true; of other orders nothing is."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.events.contracts.case_orders import CaseOrderEnded, CaseOrderSettled
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Write


def settled_writes(order: Order, actor: Actor) -> list[Write]:
    return _told(order, CaseOrderSettled(order.id, order.case_id), actor)


def ended_writes(order: Order, reason: str, actor: Actor) -> list[Write]:
    return _told(order, CaseOrderEnded(order.id, order.case_id, reason), actor)


def _told(order: Order, payload: Payload, actor: Actor) -> list[Write]:
    return [event_put(OrdersTable, order_pk(order.id), payload, subject=order.id, actor=actor)] if order.case_id else []
