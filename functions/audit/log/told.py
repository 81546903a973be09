"""What the log tells whoever holds all of it: as lines of a file, and whose data was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from functions.audit.model.chain import Row
from functions.audit.store.kept import CopiesOfTheLog
from functions.shared.plain import times
from functions.shared.plain.bodies import dump

_READ = "personal_data.read"
_PERSONS = "persons"


def lines_of(log: CopiesOfTheLog) -> Iterator[str]:
    """The rows of each day in their order, then its head."""
    for signed in sorted(log.days, key=lambda one: one.head.day):
        yield from (dump(row) for row in log.rows_of(signed.head.day))
        yield dump(signed)


def persons_read(log: CopiesOfTheLog, start: datetime, end: datetime, actor: str = "") -> set[str]:
    """Ids of persons looked at from `start` on and before `end`, by anybody or by one. Rows are chained on their day or later."""
    first, last = times.iso(start), times.iso(end)
    found: set[str] = set()
    for signed in log.days:
        if signed.head.day < first[:10]:
            continue
        for row in log.rows_of(signed.head.day):
            if first <= row.fact.at < last and (not actor or row.fact.actor == actor):
                found.update(_persons(row))
    return found


def _persons(row: Row) -> list[str]:
    """The edge tells all that stood in an answer, the event of who asked to see data in clear the one it is about."""
    if row.fact.action != _READ:
        return []
    told = row.fact.after
    return [str(one) for one in (*told.get(_PERSONS, []), *([told["person"]] if "person" in told else []))]
