"""What staff and their systems keep on a cart. Its public metadata is the buyer's own, and only theirs to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.orders.carts.cart_repository import changeable
from functions.orders.store.people.bodies import cart_body
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update


def staffs_cart(cart_id: str) -> CartRecord:
    """One GetItem. Raises NotFound, also for a cart whose time is over."""
    record = find(CartRecord, cart_pk(cart_id), CART_SK) if ids.is_id("cart", cart_id) else None
    if record is None or (record.ttl or 0) <= clock.now().timestamp():
        raise NotFound("There is no such cart.")
    return record


def note_cart(cart_id: str, private: Mapping[str, str], *, if_match: int | None, remember: Remember[CartRecord]) -> CartRecord:
    """The cart with its private metadata; it is kept no longer for it. An order that is placed in this moment takes the notes along or
    refuses them. Raises NotFound, CartPlaced or CartMerged (409), VersionConflict (409)."""

    def attempt() -> CartRecord:
        record = staffs_cart(cart_id)
        before = changeable(record, if_match)
        after = replace(before, private_metadata=dict(private))
        if after == before:
            transact(remember(record))
            return record
        version = record.version
        record.body, record.version = cart_body(after), version + 1
        actions = [CartRecord.body.set(record.body), CartRecord.version.set(record.version)]
        noted = locked_update(CartRecord, record.pk, CART_SK, actions, version, besides=CartRecord.status == "open")
        transact([noted, *remember(record)])
        return record

    return again(attempt)
