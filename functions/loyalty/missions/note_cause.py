"""A cause is counted for the missions that run, and what they bring is booked, all in one transaction: once, however often it is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.loyalty.model.account import Entry, issue
from functions.loyalty.model.missions import CauseKind, Mission, advanced
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked, still_there
from functions.loyalty.store.programmes import kept_missions, kept_programme
from functions.loyalty.store.progress import CauseKnown, cause_put, progress_of, progress_put
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids
from functions.shared.plain.settings import settings
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def note_cause(customer_id: str, kind: CauseKind, name: str) -> bool:
    """`name` is the cause's own: an order's id, a review's, a day. Whether it counted: not a second time, and for nobody who is gone."""
    if not ids.is_id("cus", customer_id):
        return False
    try:
        return again(lambda: _note(customer_id, kind, name))
    except (CauseKnown, Erased):
        return False


def _note(customer_id: str, kind: CauseKind, name: str) -> bool:
    now = clock.now()
    wanted = [one for one in kept_missions()[0].running(now) if one.cause is kind]
    if not wanted:
        return False
    before = progress_of(customer_id)
    after, fulfilled = advanced(before, wanted)
    writes: list[Write] = [still_there(customer_id), cause_put(customer_id, kind, name)]
    if after != before:
        writes.append(progress_put(after))
    if fulfilled:
        writes += _points(customer_id, fulfilled, now)
    transact(writes)
    for one in fulfilled:
        fact("mission.fulfilled", mission=one.code, points=one.points)
    return True


def _points(customer_id: str, fulfilled: list[Mission], now: datetime) -> list[Write]:
    before, programme = account_of(customer_id), kept_programme()[0]
    after, entries, ends = before, list[Entry](), programme.ends(now, settings().store_timezone)
    for one in fulfilled:
        after, told = issue(after, one.points, ends)
        entries += told
    cause = Cause(SYSTEM, missions=[one.code for one in fulfilled])
    return booked(before, after, entries, cause, notice=timedelta(days=programme.notice_days))
