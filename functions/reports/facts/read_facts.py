"""Facts as they were written down, those of before 0.3 too."""

from __future__ import annotations

import json
from collections.abc import Iterable

from functions.reports.model.facts import Dims, Fact
from functions.reports.model.facts_of_before import fact_of_before
from functions.reports.store.records import facts_of_hour
from functions.shared.plain.bodies import parsed
from functions.shared.plain.settings import settings


def facts_of(hours: Iterable[str]) -> list[tuple[Fact, Dims | None]]:
    """With the dimensions of those that were written down with them, before 0.3. `hours`: of UTC, each one Query per shard."""
    found: list[tuple[Fact, Dims | None]] = []
    for hour in hours:
        for item in facts_of_hour(hour):
            body = json.loads(item.body or "{}")
            found.append((parsed(Fact, body), None) if "pieces" in body else fact_of_before(body, settings().store_timezone))
    return found
