"""Whether nothing was paid before by whoever placed an order: a customer by their account, a guest by their telephone number."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.store.first_paid import FIRST_PAID_SK, FirstPaidRecord
from functions.orders.store.number import NumberOf, phone_keys
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, order_pk
from functions.shared.contact.phones import digits_of, same_phone
from functions.shared.plain.bodies import load
from functions.shared.store.records import find, find_many

MOST_LOOKED_AT = 100
"""Of a guest's number, the newest orders. Numbers with the same end lie together (number.py)."""


def is_first_order(order: Order) -> bool:
    """One GetItem; for a guest one Query per spelling and one BatchGetItem."""
    if order.customer_id is not None:
        first = find(FirstPaidRecord, customer_key(order.customer_id), FIRST_PAID_SK)
        return first is None or first.order_id == order.id
    if not digits_of(order.address.phone):
        # Nothing says who they are.
        return True
    others = _orders_of(order.address.phone) - {order.id}
    found = find_many({OrderRecord: [(order_pk(one), ORDER_SK) for one in sorted(others)]}) if others else {}
    paid = [one for one in found.values() if isinstance(one, OrderRecord) and one.paid_at]
    return not any(same_phone(order.address.phone, order_of(one).address.phone) for one in paid)


def _orders_of(phone: str) -> set[str]:
    ids: set[str] = set()
    for key in phone_keys(phone):
        items = OrdersTable.gsi2.query(key, limit=MOST_LOOKED_AT, scan_index_forward=False)
        ids |= {load(NumberOf, item.body).order_id for item in items}
    return ids
