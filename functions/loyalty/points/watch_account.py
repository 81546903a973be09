"""The clock's turn at an account: what has ended is booked as that, and its owner is told before more does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.loyalty.model.account import expire
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked, still_there
from functions.loyalty.store.programmes import kept_programme
from functions.loyalty.store.records import LoyaltyTable, customer_pk
from functions.shared.events.contracts.points import PointsExpiring
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def watch(customer_id: str) -> None:
    """Once, however often it is called."""
    try:
        again(lambda: _watch(customer_id))
    except Erased:
        return


def _watch(customer_id: str) -> None:
    account, now = account_of(customer_id), clock.now()
    if not account.version:
        return
    notice = timedelta(days=kept_programme()[0].notice_days)
    after, entries = expire(account, now)
    soon = times.iso(now + notice)
    ending = [one for one in after.buckets if one.expires_at and after.told_until < one.expires_at <= soon] if notice else []
    told: list[Write] = []
    if ending:
        first = ending[0]
        after = replace(after, told_until=ending[-1].expires_at)
        payload = PointsExpiring(customer_id, sum(one.points for one in ending), first.expires_at)
        told.append(event_put(LoyaltyTable, customer_pk(customer_id), payload, subject=customer_id, actor=SYSTEM, cause=after.told_until))
    transact([still_there(customer_id), *booked(account, after, entries, Cause(SYSTEM), notice=notice), *told])
