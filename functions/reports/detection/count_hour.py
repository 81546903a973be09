"""An hour in a few numbers, from the lake and from the facts of sales. Counted again it is the same."""

from __future__ import annotations

from collections import Counter

from functions.reports.facts.read_facts import facts_of
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.facts import FactKind
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import hour_key, read_all

_ORDERS = "SELECT type, channel, count(*) AS orders FROM events WHERE source = 'business' GROUP BY type, channel"
_VISITS = """
SELECT count(*) AS visits, coalesce(sum(sent), 0) AS sent FROM (
  SELECT session, max(CASE WHEN type = 'order.sent' THEN 1 ELSE 0 END) AS sent FROM events
  WHERE source = 'behaviour' AND NOT bot AND session <> '' GROUP BY session
) AS sessions
"""
_SEARCHES = """
SELECT count(*) AS searches, coalesce(sum(CASE WHEN results = 0 THEN 1 ELSE 0 END), 0) AS in_vain FROM events
WHERE type = 'search.made' AND NOT bot
"""


def count_hour(hour: str, lake: Lake) -> Pulse:
    """`visits` are those who agreed to be counted (purpose `analytics`): their share of all is what counts, not their number."""
    (data,) = read_all([hour_key(hour)])
    lake.show([data] if data else [])
    orders, channels = Counter[str](), Counter[str]()
    for row in lake.ask(_ORDERS):
        orders[row["type"]] += row["orders"]
        if row["type"] == "order.placed":
            channels[row["channel"]] += row["orders"]
    (visits,), (searches,) = lake.ask(_VISITS), lake.ask(_SEARCHES)
    gross, discount, prices = _sold(hour)
    return Pulse(
        hour, visits=int(visits["visits"]), sent=int(visits["sent"]), placed=orders["order.placed"], paid=orders["order.paid"],
        cancelled=orders["order.cancelled"], refunded=orders["order.refunded"], searches=int(searches["searches"]),
        in_vain=int(searches["in_vain"]), stock_faults=orders["stock.difference_found"],
        gross=gross, discount=discount, channels=dict(channels), prices=prices,
    )  # fmt: skip


def _sold(hour: str) -> tuple[int, int, dict[str, tuple[int, int]]]:
    gross = discount = 0
    prices: dict[str, tuple[int, int]] = {}
    for fact, _ in facts_of([hour]):
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
