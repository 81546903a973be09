"""Days of the store are counted from the facts of sales: pieces of each variant, orders of each hour.

What was bought is demand, also where it was cancelled later; what an amendment added or took away counts on its day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from functions.reports.facts.read_facts import FactsOf, facts_of
from functions.reports.model.facts import Fact, FactKind, hour_of
from functions.reports.store.forecast_items import Demand, demands, put_demand
from functions.shared.plain import times
from functions.shared.plain.store_time import start_of_day

LOOKS_BACK = 400
_AGAIN, _MOST, _EMPTY = 3, 45, 10
"""How many days are counted again, since facts come late; how many at most in a night (a shop that begins catches up in ten); and after how
many without a sale a night looks no further back."""


def count_demand(today: date, zone: str, facts: FactsOf) -> int:
    """Until yesterday; how many days were counted."""
    known = {one.day for one in demands(today - timedelta(days=LOOKS_BACK), today)}
    counted = empty = 0
    for back in range(1, LOOKS_BACK + 1):
        day = today - timedelta(days=back)
        if back <= _AGAIN or day.isoformat() not in known:
            demand = demand_of(day, zone, facts)
            put_demand(demand)
            counted, empty = counted + 1, 0 if demand.units else empty + 1
        if counted == _MOST or empty == _EMPTY:
            break
    return counted


def demand_of(day: date, zone: str, facts: FactsOf = facts_of) -> Demand:
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    units, hours, moment = Counter[str](), [0] * 24, start
    while hour_of(moment) < hour_of(end + timedelta(minutes=59, seconds=59)):
        for fact, _ in facts([hour_of(moment)]):
            at = times.parse(fact.at)
            if start <= at < end and fact.kind in (FactKind.SALE, FactKind.AMENDMENT):
                units.update(_pieces(fact))
                hours[at.astimezone(ZoneInfo(zone)).hour] += fact.kind is FactKind.SALE
        moment += timedelta(hours=1)
    return Demand(day.isoformat(), {name: pieces for name, pieces in units.items() if pieces}, hours)


def _pieces(fact: Fact) -> Counter[str]:
    """By product where the fact is older than the variant in it."""
    pieces = Counter[str]()
    for piece in fact.pieces:
        if name := piece.variant_id or piece.product_id:
            pieces[name] += piece.sums.get("units", 0)
    return pieces
