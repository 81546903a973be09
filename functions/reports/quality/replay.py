"""Events that were set aside are judged again, after the schema or a rule was repaired; what is taken in now lands with the next run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.reports.events.take_in import spool
from functions.reports.lake.behaviour import Origin, row_or_reason
from functions.reports.model.lake_row import Row, hour_of
from functions.reports.store.lake_files import quarantine_key, read_lines
from functions.reports.store.lake_items import Aside, aside_of, changed_aside
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Put, Remember, transact


def lines_of(aside: Aside) -> list[dict[str, Any]]:
    """`reason` and `event` of each. Raises Conflict (409 `file_gone`)."""
    lines = read_lines(quarantine_key(aside.id))
    if lines is None:
        raise Conflict("These events are gone: they are kept for 30 days, or whose they were was erased.", code="file_gone")
    return lines


def replay(number: str, *, remember: Remember[Aside]) -> Aside:
    """Late ones, too. Replayed twice, the same events come in twice, and count once. Raises NotFound, Conflict (409 `file_gone`)."""
    aside, now = aside_of(number), clock.now()
    origin = Origin(times.iso(now), f"{aside.id}-again", aside.subject, aside.bot, aside.named)
    judged = [(row_or_reason(line["event"], position, origin, late=True), line["event"]) for position, line in enumerate(lines_of(aside))]
    taken = [(one, event) for one, event in judged if isinstance(one, Row)]
    if taken:
        # Before the note: who dies in between asks again.
        spool(hour_of(now), origin, [one for one, _ in taken], [event for _, event in taken])
    done = replace(aside, replayed=len(taken), replayed_at=times.iso(now))
    transact([Put(changed_aside(done)), *remember(done)])
    return done
