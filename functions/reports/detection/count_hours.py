"""Hours in a few numbers each, from the lake and from the facts of sales. Counted again they are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from functions.reports.facts.read_facts import FactsOf, facts_of
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.facts import FactKind
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import hour_key, read_all

_ORDERS = """
SELECT substr("at", 1, 13) AS hour, type, channel, count(*) AS orders FROM events WHERE source = 'business'
GROUP BY substr("at", 1, 13), type, channel
"""
_VISITS = """
SELECT hour, count(*) AS visits, sum(sent) AS sent FROM (
  SELECT substr("at", 1, 13) AS hour, session, max(CASE WHEN type = 'order.sent' THEN 1 ELSE 0 END) AS sent FROM events
  WHERE source = 'behaviour' AND NOT bot AND session <> '' GROUP BY substr("at", 1, 13), session
) AS sessions GROUP BY hour
"""
_SEARCHES = """
SELECT substr("at", 1, 13) AS hour, count(*) AS searches, sum(CASE WHEN results = 0 THEN 1 ELSE 0 END) AS in_vain FROM events
WHERE type = 'search.made' AND NOT bot GROUP BY substr("at", 1, 13)
"""


def count_each(hours: Sequence[str], lake: Lake, facts: FactsOf = facts_of) -> list[Pulse]:
    """A few hours, of which the lake is read and asked once. `visits` are those who agreed to be counted (purpose `analytics`): their share
    of all is what counts, not their number."""
    lake.show([data for data in read_all([hour_key(hour) for hour in hours]) if data])
    orders, channels = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    for row in lake.ask(_ORDERS):
        orders[row["hour"]][row["type"]] += row["orders"]
        if row["type"] == "order.placed":
            channels[row["hour"]][row["channel"]] += row["orders"]
    visits, searches = ({row["hour"]: row for row in lake.ask(sql)} for sql in (_VISITS, _SEARCHES))
    found = []
    for hour in hours:
        came, searched, told = visits.get(hour, {}), searches.get(hour, {}), orders[hour]
        gross, discount, prices = _sold(hour, facts)
        found.append(Pulse(
            hour, visits=int(came.get("visits", 0)), sent=int(came.get("sent", 0)), placed=told["order.placed"], paid=told["order.paid"],
            cancelled=told["order.cancelled"], refunded=told["order.refunded"], searches=int(searched.get("searches", 0)),
            in_vain=int(searched.get("in_vain", 0)), stock_faults=told["stock.difference_found"],
            gross=gross, discount=discount, channels=dict(channels[hour]), prices=prices,
        ))  # fmt: skip
    return found


def _sold(hour: str, facts: FactsOf) -> tuple[int, int, dict[str, tuple[int, int]]]:
    gross = discount = 0
    prices: dict[str, tuple[int, int]] = {}
    for fact, _ in facts([hour]):
        if fact.kind is not FactKind.SALE:
            continue
        for piece in fact.pieces:
            sold = piece.sums
            gross, discount = gross + sold.get("subtotal", 0), discount + sold.get("discount", 0)
            if units := sold.get("units", 0):
                name = f"{piece.variant_id or piece.product_id}|{fact.currency}"
                pieces, cost = prices.get(name, (0, 0))
                prices[name] = pieces + units, cost + sold.get("subtotal", 0)
    return gross, discount, prices
