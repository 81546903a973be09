"""Which carts are looked at, and when: those of somebody who can be reminded, an hour after they were filled. It is written once for each
time that a cart may be left, and not with each change: an index is dearer than a look."""

from __future__ import annotations

import zlib
from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.orders.model.cart import Cart
from functions.orders.store.records import CartRecord
from functions.shared.outside import clock
from functions.shared.plain import times

LEFT = timedelta(hours=1)
_SHARDS = 4


def watched(cart: Cart, record: CartRecord) -> list[Action]:
    """Beside the change of a cart that is not looked at yet."""
    if record.due_pk or not is_watched(cart):
        return []
    due_pk, due_at = first_look(cart)
    return [CartRecord.due_pk.set(due_pk), CartRecord.due_at.set(due_at), CartRecord.due_tries.remove()]


def is_watched(cart: Cart) -> bool:
    return bool(cart.lines and (cart.customer_id or address_of(cart)))


def first_look(cart: Cart) -> tuple[str, str]:
    return f"LEFT#{zlib.crc32(cart.id.encode()) % _SHARDS}", times.iso(clock.now() + LEFT)


def due_shards() -> list[str]:
    return [f"LEFT#{shard}" for shard in range(_SHARDS)]


def address_of(cart: Cart) -> str:
    return cart.email or (cart.address.email if cart.address and cart.address.email else "")
