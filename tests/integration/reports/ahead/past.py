"""A few weeks of sales, as facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from functions.reports.facts.write_facts import Draft, write_facts
from functions.reports.model.facts import Fact, FactKind, Piece
from functions.reports.store.forecast_items import Demand, put_demand
from functions.shared.plain import times

_COUNTED_AGAIN = 3
TODAY = datetime(2026, 3, 10, 2, tzinfo=UTC)


def sell(sold: dict[str, list[int]]) -> None:
    """`sold`: pieces of each variant by days until yesterday, each an order at 12:00 of Shanghai."""
    facts = []
    for name, counts in sold.items():
        for back, count in enumerate(reversed(counts)):
            at = TODAY.replace(hour=4) - timedelta(days=back + 1)
            facts += [_fact(f"evt_{name}_{back}_{n}", name, times.iso(at)) for n in range(count)]
    write_facts(_draft(fact) for fact in facts)


def sold_before(sold: dict[str, list[int]]) -> None:
    """The same, where the nights before have counted all days but those that a night counts again."""
    days = max(map(len, sold.values()))
    for back in range(_COUNTED_AGAIN + 1, days + 1):
        units = {name: counts[-back] for name, counts in sold.items() if len(counts) >= back and counts[-back]}
        hours = [0] * 12 + [sum(units.values())] + [0] * 11
        put_demand(Demand((TODAY.date() - timedelta(days=back)).isoformat(), units, hours))
    sell({name: counts[-_COUNTED_AGAIN:] for name, counts in sold.items()})


def _draft(fact: Fact) -> Draft:
    return Draft(fact.event_id, fact.order_id, lambda _, account: (fact, account))


def _fact(event: str, variant: str, at: str) -> Fact:
    sums = {"orders": 1, "units": 1, "subtotal": 1_000, "revenue": 1_000}
    piece = Piece(sums, "line_1", "prod_1", variant, "cat_1", variant_id=variant)
    return Fact(event, FactKind.SALE, at, event, "CNY", "Asia/Shanghai", [piece])
