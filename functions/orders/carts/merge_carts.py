"""A guest signs in: what they put into their cart comes into the cart they have as a customer, once."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.carts.cart_repository import Visitor, cart_update, changeable, expiry, newest_cart_of, owned_now, read_cart
from functions.orders.carts.carts import CartState, state_of
from functions.orders.carts.promoted import read_promoted
from functions.orders.carts.quote import quote
from functions.orders.carts.shown import shown_of
from functions.orders.model.cart import Cart, merged_carts
from functions.orders.store.access import opens
from functions.orders.store.people.bodies import cart_body, cart_of
from functions.orders.store.records import CART_SK, CartRecord
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update

MERGED = "merged"


def merge(visitor: Visitor, cart_id: str, *, into: str | None, remember: Remember[CartState]) -> CartState:
    """The customer's cart with what the guest's cart `cart_id` held; the guest's cart ends.

    `visitor` proves both: they are signed in and hold the cart's token. The cart is merged into `into`, else into the customer's newest
    open one; if they have none it becomes theirs as it is. Merged before, the cart it went into is answered and nothing is written.
    Raises NotFound, CartPlaced (409), Invalid (422 `wrong_currency`, `too_many_lines`).
    """

    def attempt() -> CartState:
        record = read_cart(cart_id, visitor)
        if record.status == MERGED:
            return _before(visitor, record, remember)
        cart = changeable(record, None)
        if cart.customer_id:
            # Their own already: adopted by an earlier call, or never a guest's.
            return _unchanged(visitor, record, remember)
        if not (opens(record.token_hash, visitor.token) or opens(record.restored_hash, visitor.token)):
            raise NotFound("There is no such cart.")
        target = read_cart(into, visitor) if into else newest_cart_of(visitor.caller.id, cart.currency)
        if target is None or into == cart_id:
            return _adopted(visitor, record, remember)
        return _merged(visitor, record, target, remember)

    return again(attempt)


def _before(visitor: Visitor, record: CartRecord, remember: Remember[CartState]) -> CartState:
    return _unchanged(visitor, read_cart(record.merged_into or "", visitor), remember)


def _unchanged(visitor: Visitor, record: CartRecord, remember: Remember[CartState]) -> CartState:
    cart = cart_of(record)
    promoted = read_promoted(cart, visitor, saved=True)
    state = state_of(record, cart, promoted)
    transact(remember(state))
    return state


def _priced(visitor: Visitor, cart: Cart, version: int) -> CartState:
    promoted = read_promoted(cart, visitor, saved=True)
    return CartState(quote(cart, promoted.found, promoted=promoted), version, expiry())


def _adopted(visitor: Visitor, record: CartRecord, remember: Remember[CartState]) -> CartState:
    """The cart loses its token: from now on only its customer opens it."""
    cart = replace(cart_of(record), customer_id=visitor.caller.id)
    state = _priced(visitor, cart, int(record.version) + 1)
    update = cart_update(record, cart, shown_of(state.quote))
    owned = [*owned_now(visitor.caller.id), CartRecord.token_hash.remove(), CartRecord.restored_hash.remove()]
    transact([replace(update, actions=[*update.actions, *owned]), *remember(state)])
    return state


def _merged(visitor: Visitor, record: CartRecord, target: CartRecord, remember: Remember[CartState]) -> CartState:
    source, goal = cart_of(record), changeable(target, None)
    if source.currency != goal.currency:
        raise Invalid(f"This cart is in {source.currency}, the other in {goal.currency}.", code="wrong_currency")
    cart = merged_carts(goal, source)
    state = _priced(visitor, cart, int(target.version) + 1)
    ended = locked_update(
        CartRecord,
        record.pk,
        CART_SK,
        [
            CartRecord.status.set(MERGED),
            CartRecord.merged_into.set(cart.id),
            CartRecord.version.set(record.version + 1),
            CartRecord.body.set(cart_body(replace(source, lines=[], saved=[], coupons=[]))),
        ],
        record.version,
        besides=CartRecord.status == "open",
    )
    update = cart_update(target, cart, shown_of(state.quote))
    transact([replace(update, actions=[*update.actions, *owned_now(visitor.caller.id)]), ended, *remember(state)])
    return state
