"""Who may see and act on an order. Everybody else gets 404: they may not even know that it exists."""

from __future__ import annotations

import hmac

from functions.orders.model.order import Order
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.orders.store.repository import get_order
from functions.shared.auth.caller import Caller
from functions.shared.http.proof import opened
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound


def opens(token_hash: str | None, token: str | None) -> bool:
    """Whether `token` is the one whose hash is stored, compared in constant time."""
    return bool(token and token_hash) and hmac.compare_digest(ids.token_hash(token or ""), token_hash or "")


def owns(record: OrderRecord, order: Order, caller: Caller, order_token: str | None) -> bool:
    """The buyer: the signed-in customer of the order, or whoever holds the guest's token or a link to it."""
    is_theirs = bool(caller.id and caller.id == order.customer_id) or caller.order == order.id or opens(record.token_hash, order_token)
    if is_theirs:
        opened("order", order.id)
    return is_theirs


def visible_order(order_id: str, *, caller: Caller, order_token: str | None) -> tuple[OrderRecord, Order]:
    """The order for its buyer or for staff with orders.read. Raises NotFound for anybody else."""
    record = get_order(order_id)
    return record, checked(record, caller=caller, order_token=order_token)


def checked(record: OrderRecord, *, caller: Caller, order_token: str | None) -> Order:
    """The same for an item that is read already."""
    order = order_of(record)
    if not owns(record, order, caller, order_token) and not caller.may("orders.read"):
        raise NotFound("There is no such order.")
    return order


def acts_as_staff(record: OrderRecord, order: Order, caller: Caller, order_token: str | None) -> bool:
    """Whether whoever changes the order is staff (True) or its buyer (False). Raises Forbidden for staff who may only read."""
    if owns(record, order, caller, order_token):
        return False
    caller.require("orders.write")
    return True
