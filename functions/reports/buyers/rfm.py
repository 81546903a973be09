"""Buyers of a range, from counted days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from functions.reports.model.asked import Span
from functions.reports.model.doing.rfm import Buyer
from functions.reports.sales.figures import asked_of

_SQL = """
WITH orders AS (
  SELECT buyer, order_id, max(CASE WHEN kind = 'sale' THEN label END) AS sold_on, CAST(sum(revenue - taken_back) AS BIGINT) AS net
  FROM seen WHERE buyer <> '' AND currency = $currency GROUP BY buyer, order_id
)
SELECT buyer, max(sold_on) AS last_day, count(*) AS orders, CAST(sum(net) AS BIGINT) AS net
FROM orders WHERE sold_on IS NOT NULL AND net > 0 GROUP BY buyer ORDER BY buyer
"""


def buyers_of(span: Span, currency: str, *, files: Sequence[Path] | None = None) -> list[Buyer]:
    """Of orders that were paid in the range and of which something is left at its end. `span`: by day."""
    rows = asked_of(span, _SQL, {"currency": currency}, files=files)
    return [Buyer(str(key), str(day), int(orders), int(net)) for key, day, orders, net in rows]
