"""How people buy: the paid orders of a range by what each is, and by what its buyer is, from counted days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from functions.reports.buyers.rfm import buyers_of
from functions.reports.model.asked import Span
from functions.reports.model.doing.rfm import scored
from functions.reports.model.periods import Grain
from functions.reports.sales.figures import asked_of
from functions.shared.plain.deferred import dataclass

UNKNOWN = "unknown"
_EDGES = [step * 10**power for power in range(2, 12) for step in (1, 2, 5)]
_BANDS = " ".join(f"WHEN value >= {edge} THEN '{edge}'" for edge in reversed(_EDGES))
_SQL = """
WITH sold AS (
  SELECT order_id, min(buyer) AS buyer, min(method) AS method, min(label) AS hour, CAST(sum(revenue) AS BIGINT) AS value
  FROM seen WHERE kind = 'sale' AND currency = $currency GROUP BY order_id
), named AS (SELECT buyer, {key} AS key FROM sold)
SELECT buyer, key, count(*) AS orders FROM named GROUP BY buyer, key ORDER BY buyer, key
"""


class PurchasesBy(StrEnum):
    ORDERS_PER_CUSTOMER = "orders_per_customer"
    HOUR_OF_DAY = "hour_of_day"
    ORDER_VALUE = "order_value"
    PAYMENT_METHOD = "payment_method"


_KEYS: Mapping[PurchasesBy, str] = {
    PurchasesBy.ORDERS_PER_CUSTOMER: f"CASE WHEN buyer = '' THEN '{UNKNOWN}' ELSE CAST(count(*) OVER (PARTITION BY buyer) AS VARCHAR) END",
    PurchasesBy.HOUR_OF_DAY: "substr(hour, 12, 2)",
    PurchasesBy.ORDER_VALUE: f"CASE {_BANDS} ELSE '0' END",
    PurchasesBy.PAYMENT_METHOD: "method",
}


@dataclass(frozen=True)
class Some:
    """Paid orders that are alike. `buyers`: how many people's they are, those of nobody known left out."""

    orders: int
    buyers: int


def purchases(span: Span, currency: str, by: PurchasesBy, *, files: Sequence[Path] | None = None) -> dict[tuple[str, str], Some]:
    """By key and segment, in their order; where there are none is none. They add up to the orders that were paid. `span`: by day."""
    segments = {one.buyer.key: str(one.segment) for one in scored(buyers_of(span, currency, files=files))}
    # By the hour, so that each order has the hour of the clock, or of the books, that reports by the hour have it in.
    rows = asked_of(replace(span, grain=Grain.HOUR), _SQL.replace("{key}", _KEYS[by]), {"currency": currency}, files=files)
    found = dict[tuple[str, str], Some]()
    for buyer, key, orders in rows:
        place = str(key) or UNKNOWN, segments.get(buyer, UNKNOWN)
        before = found.get(place, Some(0, 0))
        found[place] = Some(before.orders + orders, before.buyers + bool(buyer))
    return dict(sorted(found.items(), key=lambda one: in_order(*one[0])))


def in_order(key: str, segment: str) -> tuple[bool, int, str, str]:
    """Numbers by what they count, names by the alphabet, what is not known last."""
    return key == UNKNOWN, int(key) if key.isdecimal() else 0, key, segment
