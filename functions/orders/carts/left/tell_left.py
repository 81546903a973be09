"""Carts in which nothing was changed for an hour, of somebody who can be reminded: told once for each time that they are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice

from pynamodb.expressions.update import Action

from functions.orders.carts.left.left_cart import changed_at, is_open
from functions.orders.model.cart import Cart
from functions.orders.store.left.watched import LEFT, address_of, due_shards
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord
from functions.privacy import consents_of, email_key
from functions.shared.events.batches import Run
from functions.shared.events.contracts.promotions import CartAbandoned
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import counted_try
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact

_MOST = 500


def sweep_left() -> int:
    """How many were told of."""
    run, told = Run("carts-left"), 0
    for record in _due():
        with run.item(record.pk, failed=partial(_put_off, record)):
            told += _look(record)
    run.end()
    fact("carts.left", told=told)
    return told


def _due() -> Iterator[CartRecord]:
    now = times.iso(clock.now())
    for shard in due_shards():
        for row in islice(CartRecord.due.query(shard, CartRecord.due_at <= now), _MOST):
            record = find(CartRecord, row.pk, CART_SK)
            if record is not None and record.due_at and record.due_at <= now:
                yield record


def _look(record: CartRecord) -> int:
    """A cart that was changed meanwhile is looked at an hour after that; one that is over is not looked at any more."""
    changed, now = changed_at(record), clock.now()
    if is_open(record) and changed + LEFT > now:
        _write(record, [CartRecord.due_at.set(times.iso(changed + LEFT))])
        return 0
    cart = cart_of(record) if is_open(record) else None
    person = _person(cart) if cart and cart.lines else ""
    over = [CartRecord.due_pk.remove(), CartRecord.due_at.remove()]
    if not (cart and person):
        _write(record, over)
        return 0
    event = CartAbandoned(cart.id, person, cart.currency, len(cart.lines), times.iso(changed))
    put = event_put(CartRecord, record.pk, event, subject=cart.id, actor=SYSTEM, cause=str(int(record.version)))
    put.record.ttl = record.ttl
    with suppress(Overtaken):
        transact([_update(record, over), put])
        return 1
    return 0


def _person(cart: Cart) -> str:
    """A customer, or the key of a guest's address where advertising to it was ever agreed to; of anybody else nothing is told."""
    if cart.customer_id:
        return cart.customer_id
    if not (email := address_of(cart)):
        return ""
    person = email_key(email)
    return person if any(one.given for one in consents_of(person)) else ""


def _write(record: CartRecord, actions: Sequence[Action]) -> None:
    with suppress(Overtaken):
        transact([_update(record, actions)])


def _update(record: CartRecord, actions: Sequence[Action]) -> Update:
    same = (CartRecord.due_at == record.due_at) & (CartRecord.version == record.version)
    return Update(CartRecord, record.pk, record.sk, actions, same, Overtaken())


def _put_off(record: CartRecord) -> None:
    with suppress(Overtaken):
        transact([counted_try(record, clock.now())])
