"""Staff give points, or take some away: said why, under their name, in the ledger like any other entry."""

from __future__ import annotations

from datetime import timedelta

from functions.customers import choosing_facts
from functions.loyalty.model.account import MAX_POINTS, Account, adjust
from functions.loyalty.model.programme import Programme
from functions.loyalty.spending.offer import PointsShort
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked, still_there
from functions.loyalty.store.programmes import kept_programme
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.settings import settings
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def adjust_points(
    customer_id: str, points: int, reason: str, *, actor: Actor, remember: Remember[Account, Programme]
) -> tuple[Account, Programme]:  # fmt: skip
    """What is given ends as what is earned today would. Raises NotFound for who is no customer, Invalid (422 `no_points` for 0,
    `too_many_points`), PointsShort (409) where fewer can be used than are to be taken."""
    if points == 0:
        raise Invalid.field("/points", "no_points", "Say how many points more, or fewer.")
    if choosing_facts(customer_id) is None:
        raise no_such_customer()

    def attempt() -> tuple[Account, Programme]:
        account, (programme, _), now = account_of(customer_id), kept_programme(), clock.now()
        if account.held + points > MAX_POINTS:
            raise Invalid.field("/points", "too_many_points", f"An account holds at most {MAX_POINTS} points.")
        try:
            after, entries = adjust(account, points, programme.ends(now, settings().store_timezone), now)
        except ValueError as short:
            usable = account.usable(now)
            raise PointsShort(f"{usable} points can be used.", usable=usable) from short
        moved = booked(account, after, entries, Cause(actor, reason=reason), notice=timedelta(days=programme.notice_days))
        transact([still_there(customer_id), *moved, *remember(after, programme)])
        return after, programme

    try:
        return again(attempt)
    except Erased as gone:
        raise no_such_customer() from gone


def no_such_customer() -> NotFound:
    return NotFound("There is no such customer.")
