"""The clock's turn at a member: what is older than the window counts no more, and a level that it does not keep is dropped."""

from __future__ import annotations

from dataclasses import replace

from functions.loyalty.model.member import Why, levelled
from functions.loyalty.store.members import member_of, member_writes, today
from functions.loyalty.store.programmes import kept_levels
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def watch_member(customer_id: str) -> None:
    """The same however often it is called."""
    try:
        again(lambda: _watch(customer_id))
    except Erased:
        return


def _watch(customer_id: str) -> None:
    member, (levels, _), now = member_of(customer_id), kept_levels(), clock.now()
    if not member.version:
        return
    ended = member.given is not None and not member.is_given(now)
    if ended:
        member = replace(member, given=None, given_until="")
    after, why = levelled(member, levels, now, today(now), may_drop=True)
    transact(list(member_writes(after, levels, Why.ENDED if ended else why, SYSTEM)))
