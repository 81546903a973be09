"""A few weeks of sales, as facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from functions.reports.model.facts import Fact, FactKind, FactLine
from functions.reports.sales.record_fact import _record
from functions.shared.plain import times

TODAY = datetime(2026, 3, 10, 2, tzinfo=UTC)


def sell(days: int, sold: dict[str, list[int]]) -> None:
    """`sold`: pieces of each variant by days until yesterday, each an order at 12:00 of Shanghai."""
    facts = []
    for name, counts in sold.items():
        for back, count in enumerate(reversed(counts)):
            at = TODAY.replace(hour=4) - timedelta(days=back + 1)
            facts += [_fact(f"evt_{name}_{back}_{n}", name, times.iso(at)) for n in range(count)]
    del days
    _record(facts)


def _fact(event: str, variant: str, at: str) -> Fact:
    line = FactLine("prod_1", "cat_1", 1, 1_000, 0, 1_000, variant)
    return Fact(event, FactKind.SALE, at, event, "web", "CNY", 1_000, 0, 0, 0, 1_000, [line])


def other_kind(fact: Fact, kind: FactKind) -> Fact:
    return replace(fact, kind=kind)
