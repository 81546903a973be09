"""Whoever left a cart goes on with it, wherever they read the message: a guest by a token of its own, a customer by signing in."""

from __future__ import annotations

from functions.orders.carts.left.left_cart import opened
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.shared.outside import fresh
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Remember, Update, transact


@dataclass(frozen=True)
class Restored:
    """`token` opens the cart, beside the one that its first device has; empty: who signs in finds it."""

    cart_id: str
    token: str = ""


def restore(signed: str, *, remember: Remember[Restored]) -> Restored:
    """Raises NotFound for a link that opens nothing (any more)."""
    cart = opened(signed)
    if cart.customer_id:
        restored = Restored(cart.id)
        transact(remember(restored))
        return restored
    restored = Restored(cart.id, fresh.new_token())
    still = (CartRecord.status == "open") & CartRecord.token_hash.exists()
    opens = [CartRecord.restored_hash.set(ids.token_hash(restored.token))]
    try:
        transact([Update(CartRecord, cart_pk(cart.id), CART_SK, opens, still, Overtaken()), *remember(restored)])
    except Overtaken as gone:
        raise NotFound("There is no such page.") from gone
    return restored
