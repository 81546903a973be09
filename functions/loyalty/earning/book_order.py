"""What an order should have brought is booked: more or fewer points, pending or usable. Once, however often and late it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from functions.loyalty.model import account as books
from functions.loyalty.model.account import Account, Entry
from functions.loyalty.model.earned import Earned, State
from functions.loyalty.model.programme import Programme
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked, still_there
from functions.loyalty.store.of_orders import earned_of, earned_put
from functions.loyalty.store.programmes import kept_programme
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def book_order(order_id: str, change: Callable[[Earned], Earned]) -> None:
    """`change` adds a fact to what is known of the order; it may run more than once."""
    try:
        again(lambda: _book_order(order_id, change))
    except Erased:
        again(lambda: _let_go(order_id))


def release(order_id: str) -> None:
    """The clock's turn: an order that was completed long enough ago."""
    book_order(order_id, lambda earned: earned)


def _book_order(order_id: str, change: Callable[[Earned], Earned]) -> None:
    before = earned_of(order_id)
    known = change(before)
    programme, now = kept_programme()[0], clock.now()
    ready = _ready(known, programme)
    booked_for = replace(known, points=known.due)
    if known.state is State.PENDING and ready is not None and ready <= now and (known.points or booked_for.points):
        booked_for = replace(booked_for, state=State.RELEASED, expires_at=programme.ends(now, settings().store_timezone))
    due = ready if booked_for.state is State.PENDING and booked_for.points else None
    if booked_for == before and (times.iso(due) if due else "") == before.due_at:
        return
    writes: list[Write] = [earned_put(booked_for, due=due)]
    if known.customer_id and (entries := _moves(known, booked_for)):
        account = account_of(known.customer_id)
        after, told = _booked(account, entries)
        cause = Cause(SYSTEM, order_id)
        writes += [still_there(known.customer_id), *booked(account, after, told, cause, notice=timedelta(days=programme.notice_days))]
        fact("points.booked", order_id=order_id, points=booked_for.points, state=booked_for.state.value)
    transact(writes)


def _let_go(order_id: str) -> None:
    """Its buyer was erased: what was booked is forfeited with their account, and nothing is waited for."""
    earned = earned_of(order_id)
    if earned.version:
        transact([earned_put(replace(earned, gone=True, points=0))])


def _ready(earned: Earned, programme: Programme) -> datetime | None:
    return times.parse(earned.completed_at) + timedelta(days=programme.pending_days) if earned.completed_at else None


Step = Callable[[Account], tuple[Account, list[Entry]]]


def _moves(known: Earned, after: Earned) -> list[Step]:
    """From what is booked of it to what is due."""
    more, steps = after.points - known.points, list[Step]()
    if known.state is State.RELEASED:
        if more > 0:
            steps.append(lambda account: books.issue(account, more, known.expires_at))
        elif more < 0:
            steps.append(lambda account: books.take_back(account, -more, known.expires_at))
        return steps
    if more > 0:
        steps.append(lambda account: books.grant(account, more))
    elif more < 0:
        steps.append(lambda account: books.take_back_pending(account, -more))
    if after.state is State.RELEASED and after.points:
        steps.append(lambda account: books.release(account, after.points, after.expires_at))
    return steps


def _booked(account: Account, steps: list[Step]) -> tuple[Account, list[Entry]]:
    entries: list[Entry] = []
    for step in steps:
        account, told = step(account)
        entries += told
    return account, entries
