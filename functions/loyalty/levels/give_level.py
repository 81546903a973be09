"""Staff give somebody a level, or none, until a moment; and end that. Said why, under their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from functions.customers import choosing_facts
from functions.loyalty.model.levels import Levels
from functions.loyalty.model.member import Member, Why
from functions.loyalty.store.members import member_of, member_writes
from functions.loyalty.store.programmes import kept_levels
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact

Done = tuple[Member, Levels]


def give_level(
    customer_id: str, code: str, until: datetime, reason: str, *, actor: Actor, remember: Remember[Member, Levels]
) -> Done:  # fmt: skip
    """Raises NotFound for who is no customer, Invalid (422): `unknown_level`, `over_already`."""

    def given(member: Member, levels: Levels) -> Member:
        if code and levels.named(code) is None:
            raise Invalid.field("/level", "unknown_level", "There is no such level.")
        if until <= clock.now():
            raise Invalid.field("/until", "over_already", "Name a time to come.")
        return replace(member, given=code, given_until=times.iso(until))

    return _changed(customer_id, given, Why.GIVEN, reason, actor, remember)


def end_given(customer_id: str, reason: str, *, actor: Actor, remember: Remember[Member, Levels]) -> Done:
    """From now on the level is what their orders say. Raises NotFound."""
    return _changed(customer_id, lambda member, _: replace(member, given=None, given_until=""), Why.ENDED, reason, actor, remember)


def _changed(
    customer_id: str, change: Callable[[Member, Levels], Member], why: Why, reason: str, actor: Actor, remember: Remember[Member, Levels]
) -> Done:  # fmt: skip
    if choosing_facts(customer_id) is None:
        raise _no_such_customer()

    def attempt() -> Done:
        member, (levels, _) = member_of(customer_id), kept_levels()
        after = change(member, levels)
        transact([*member_writes(after, levels, why, actor, reason), *remember(after, levels)])
        return after, levels

    try:
        return again(attempt)
    except Erased as gone:
        raise _no_such_customer() from gone


def _no_such_customer() -> NotFound:
    return NotFound("There is no such customer.")
