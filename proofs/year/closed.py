"""What days came to when they were closed, against a recount of the tables of orders."""

from __future__ import annotations

from collections import Counter, defaultdict

from functions.reports.model.closed_day import ClosedDay
from functions.reports.store.records import ReportsTable
from functions.shared.plain.bodies import load
from tests.integration.reports.recount import by_day

_CHECKED = ("orders", "units", "revenue", "refunds", "cancelled_orders", "cancelled")


def recounted() -> tuple[int, list[str]]:
    """How many days are closed, and those that are not what the orders say."""
    items = [one for one in ReportsTable.scan(ReportsTable.kind == "closed_day") if one.body]
    closed = {one.day: one for one in (load(ClosedDay, item.body) for item in items)}
    expected: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
    for (day, currency), sums in by_day().items():
        expected[day][currency] = _of(sums)
    wrong = []
    for day, one in closed.items():
        told = {currency: found for currency, sums in one.figures.items() if (found := _of(sums))}
        wanted = {currency: found for currency, found in expected[day].items() if found}
        wrong += [] if told == wanted else [f"{day} was closed with {told}, a recount has {wanted}"]
    return len(closed), wrong


def _of(sums: dict[str, int]) -> Counter[str]:
    return Counter({name: sums[name] for name in _CHECKED if sums.get(name)})
