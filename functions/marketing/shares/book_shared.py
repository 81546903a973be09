"""What an order should have brought the owner of its link is booked: once, however often, late and in whatever order it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.marketing.model.commission import Book, Move, SharedOrder, Step, booked_at
from functions.marketing.store.commissions import book_writes, orders_of, payable_as_read, shared_order, shared_put, sums_of
from functions.marketing.store.people import still_there
from functions.marketing.store.shares import figure_add, kept_rules
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids
from functions.shared.plain.settings import settings
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def month_of(now: datetime) -> str:
    """In the zone of the store."""
    return now.astimezone(ZoneInfo(settings().store_timezone)).strftime("%Y-%m")


def book_shared(order_id: str, change: Callable[[SharedOrder], SharedOrder], *, begins: bool = False) -> None:
    """`change` adds a fact to what is known of the order; it may run more than once. `begins`: also where nothing is known yet."""
    try:
        again(lambda: _book(order_id, change, begins=begins))
    except Erased:
        again(lambda: _book(order_id, _let_go, begins=False))


def release_shared(order_id: str) -> None:
    """The clock's turn."""
    book_shared(order_id, lambda known: known)


def forget_shares(envelope: Envelope) -> None:
    """Whoever is erased has no links any more, and what was not paid out is let go: nobody is there to pay it to."""
    person = data_of(envelope, ErasureRequested).person
    if not ids.is_id("cus", person):
        return
    for order_id in orders_of(person):
        again(lambda one=order_id: _book(one, _let_go, begins=False))  # type: ignore[misc]
    again(lambda: _forfeit(person))


def _let_go(known: SharedOrder) -> SharedOrder:
    return replace(known, forfeited=True)


def _forfeit(person: str) -> None:
    now = clock.now()
    for sums in sums_of(person):
        if sums.payable > 0:
            moves = [Move(Step.FORFEITED, Book.PAYABLE, Book.COST, sums.payable)]
            writes = book_writes(person, sums.currency, moves, cause=person, at=now, month=month_of(now))
            transact(payable_as_read(sums, person, writes))


def _book(order_id: str, change: Callable[[SharedOrder], SharedOrder], *, begins: bool) -> None:
    before = shared_order(order_id)
    if not before.version and not begins:
        return
    now, pending = clock.now(), kept_rules()[0].pending_days
    known = change(before)
    after, moves = booked_at(known, now, pending)
    ready = after.ready(pending)
    due = ready if after.owner and after.booked and not after.released and ready else None
    if after == before and due is None:
        return
    writes: list[Write] = [shared_put(after, due=due)]
    if ids.is_id("cus", after.owner) and not after.forfeited:
        writes.append(still_there(after.owner))
    if after.owner:
        writes += book_writes(after.owner, after.currency, moves, cause=order_id, at=now, month=month_of(now), code=after.code)
        orders, commission = int(after.counts) - int(before.counts), after.booked - before.booked
        if orders or commission:
            writes.append(figure_add(after.code, after.currency, orders=orders, commission=commission))
        fact("share.booked", order_id=order_id, code=after.code, why=after.why, commission=after.booked)
    transact(writes)
