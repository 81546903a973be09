"""Facts as they were written down, those of before 0.3 too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from functions.reports.model.facts import Dims, Fact
from functions.reports.model.facts_of_before import fact_of_before
from functions.reports.store.records import ReportsTable, facts_of_hour
from functions.shared.plain.bodies import parsed
from functions.shared.plain.settings import settings

Facts = list[tuple[Fact, Dims | None]]
FactsOf = Callable[[Iterable[str]], Facts]


def facts_of(hours: Iterable[str], items_of: Callable[[str], Sequence[ReportsTable]] = facts_of_hour) -> Facts:
    """With the dimensions of those that were written down with them, before 0.3. `hours`: of UTC, each one Query per shard."""
    return [_fact(item) for hour in hours for item in items_of(hour)]


def _fact(item: ReportsTable) -> tuple[Fact, Dims | None]:
    body = json.loads(item.body or "{}")
    return (parsed(Fact, body), None) if "pieces" in body else fact_of_before(body, settings().store_timezone)
