"""Reading orders: one item, or the whole partition (events, payments, shipments) by one Query."""

from __future__ import annotations

from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find


def find_order(order_id: str) -> OrderRecord | None:
    """One GetItem; None for an id that names no order (or is no order id at all)."""
    if not ids.is_id("ord", order_id):
        return None
    return find(OrderRecord, order_pk(order_id), ORDER_SK)


def get_order(order_id: str) -> OrderRecord:
    """The same; raises NotFound."""
    record = find_order(order_id)
    if record is None:
        raise no_such_order()
    return record


def no_such_order() -> NotFound:
    return NotFound("There is no such order.")
