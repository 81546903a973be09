"""Facts as they were written down, those of before 0.3 too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from functions.reports.model.facts import Dims, Fact
from functions.reports.model.facts_of_before import fact_of_before
from functions.reports.store.records import DIRTY_PK, RECOUNTED, ReportsTable, facts_of_hour, hours_pk
from functions.shared.plain.bodies import parsed
from functions.shared.plain.settings import settings
from functions.shared.store.records import find

Facts = list[tuple[Fact, Dims | None]]
FactsOf = Callable[[Iterable[str]], Facts]


def facts_of(hours: Iterable[str], items_of: Callable[[str], Sequence[ReportsTable]] = facts_of_hour) -> Facts:
    """With the dimensions of those that were written down with them, before 0.3. `hours`: of UTC, each one Query per shard."""
    return [_fact(item) for hour in hours for item in items_of(hour)]


def facts_where_any(read: FactsOf = facts_of) -> FactsOf:
    """As `read`, for one run over many hours: which hours of a day have a fact is asked once, a Query per day, and the others are left
    alone. A fact is written with a mark of its hour; whoever counts the mark notes the hour before the mark goes, so marks are read first.
    """
    if find(ReportsTable, *RECOUNTED) is None:
        return read  # hours that were counted before 0.3 are noted when they are counted anew
    marked = {item.sk for item in ReportsTable.query(DIRTY_PK, consistent_read=True)}
    by_day = dict[str, set[str]]()

    def some(hours: Iterable[str]) -> Facts:
        return read([hour for hour in hours if hour in marked or hour in _noted(hour[:10], by_day)])

    return some


def _noted(day: str, by_day: dict[str, set[str]]) -> set[str]:
    if day not in by_day:
        by_day[day] = {item.sk for item in ReportsTable.query(hours_pk(day), consistent_read=True)}
    return by_day[day]


def _fact(item: ReportsTable) -> tuple[Fact, Dims | None]:
    body = json.loads(item.body or "{}")
    return (parsed(Fact, body), None) if "pieces" in body else fact_of_before(body, settings().store_timezone)
