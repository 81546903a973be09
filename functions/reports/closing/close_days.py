"""Days of the store that are over are closed: from then on nothing is booked on them; what they came to is summed up and signed, once.

A day goes open -> closing (its item is there: no fact can be booked on it any more) -> closed (the item says what it came to). Whoever dies
between is followed by the next run.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from zoneinfo import ZoneInfo

from functions.reports.closing.sign import sign
from functions.reports.model.asked import span_of
from functions.reports.model.cells import days_around
from functions.reports.model.closed_day import ClosedDay, canonical, may_close
from functions.reports.model.periods import Grain
from functions.reports.sales.count_days import count_day
from functions.reports.sales.figures import figures, totals
from functions.reports.store.records import DIRTY_PK, OPEN_PK, ReportsTable, also_pk, closed_key
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Exists, Put, put_new, transact

_MOST_PER_RUN = 400
_TRIES = 5


def close_days() -> int:
    """How many. A day on which nothing happened is closed, too. One that cannot be closed keeps no other from its turn."""
    run, closed, now, zone = Run("reports-closing"), 0, clock.now(), settings().store_timezone
    _note_yesterday(zone)
    for item in list(ReportsTable.query(OPEN_PK, consistent_read=True)):
        if closed == _MOST_PER_RUN:
            break
        if may_close(item.sk, zone, times.parse(item.body or ""), now):
            with run.item(item.sk):
                closed += close_day(item.sk)
    fact("reports.days_closed", days=closed, failed=run.failed)
    run.end()
    return closed


def close_day(day: str) -> int:
    """1, or 0 if it was closed before."""
    key = closed_key(day)
    try:
        transact([put_new(ReportsTable(pk=key[0], sk=key[1], kind="closed_day"))])
    except Exists:
        known = find(ReportsTable, *key)
        if known is not None and known.body:
            transact([Delete(ReportsTable(OPEN_PK, day))])
            return 0
    _count_all(day)
    # Books know days by their names: of UTC there is each, also one that the store's zone has left out.
    span = span_of(day, day, Grain.DAY, asked_zone=None, store_zone="UTC")
    sums = totals(figures(span, (), consistent=True))
    closed = sign(ClosedDay(day, times.iso(clock.now()), {currency: dict(sorted(one.items())) for currency, one in sums.items()}))
    made = ReportsTable(pk=key[0], sk=key[1], kind="closed_day", body=dump(closed), version=2)
    transact([Put(made, ReportsTable.version == 1, Exists()), Delete(ReportsTable(OPEN_PK, day))])
    digest = hashlib.sha256(canonical(closed.figures).encode()).hexdigest()[:16]
    fact("reports.day_closed", day=day, digest=digest)
    return 1


def _count_all(day: str) -> None:
    """What is booked on it and not counted yet, wherever it happened. After that nothing can come."""
    around = days_around(day)
    for utc in sorted({*around, *(item.sk for one in around for item in ReportsTable.query(also_pk(one), consistent_read=True))}):
        for _ in range(_TRIES):
            marks = list(ReportsTable.query(DIRTY_PK, ReportsTable.sk.between(f"{utc}T00", f"{utc}T23"), consistent_read=True))
            if not marks or count_day(utc, marks):
                break
        else:
            raise Unavailable("The day is being told of at this moment.", code="contention")


def _note_yesterday(zone: str) -> None:
    now = clock.now()
    yesterday = (now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)).isoformat()
    if find(ReportsTable, *closed_key(yesterday)) is None:
        try:
            transact([put_new(ReportsTable(pk=OPEN_PK, sk=yesterday, kind="open_day", body=times.iso(now)))])
        except Exists:
            return
