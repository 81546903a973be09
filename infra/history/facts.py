"""All facts of sales, read in one go: by hour, each is a Query per shard, and a year has 8,760 hours."""

from __future__ import annotations

import json
from collections import defaultdict

from functions.reports.facts.read_facts import FactsOf, facts_of
from functions.reports.model.facts import FactKind
from functions.reports.store.records import ReportsTable

_KINDS = (FactKind.SALE, FactKind.AMENDMENT)


def facts_read_once() -> FactsOf:
    """`facts_of` sales and amendments, as they are now."""
    by_hour = defaultdict[str, dict[str, ReportsTable]](dict)
    for item in ReportsTable.scan(ReportsTable.kind == "fact"):
        if json.loads(item.body or "{}")["kind"] in _KINDS:
            by_hour[item.pk.split("#")[1]][item.sk] = item
    return lambda hours: facts_of(hours, lambda hour: [*by_hour.get(hour, {}).values()])
