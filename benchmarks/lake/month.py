"""Ten million events over 30 days, made by SQL, counted day by day as the schedule counts them, and kept where reports read them."""

from __future__ import annotations

import time
from datetime import date, timedelta

from functions.reports.model.counted import COUNTED, KEPT
from functions.reports.model.lake_row import COLUMNS
from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_items import CountedDay, put_counted

_KINDS = """CASE WHEN k < 62 THEN 'product.viewed' WHEN k < 80 THEN 'search.made' WHEN k < 92 THEN 'cart.added'
WHEN k < 96 THEN 'checkout.started' ELSE 'page.viewed' END"""
_MADE = {
    "source": "'behaviour'",
    "id": "'e' || lpad(CAST(number AS VARCHAR), 8, '0')",
    "type": _KINDS,
    "at": "moment",
    "received_at": "moment",
    "batch": "'b' || CAST(number // 500 AS VARCHAR)",
    "position": "number % 500",
    "bot": "number % 97 = 0",
    "visitor": "'a' || CAST(person AS VARCHAR)",
    "session": "'s' || CAST(person AS VARCHAR)",
    "channel": "CASE WHEN person % 5 < 2 THEN 'app' WHEN person % 5 < 4 THEN 'web' ELSE 'mini_program' END",
    "product_id": "CASE WHEN k < 62 OR k BETWEEN 80 AND 91 THEN 'prod_' || CAST(product AS VARCHAR) ELSE '' END",
    "query": "CASE WHEN k BETWEEN 62 AND 79 THEN 'word ' || CAST(product % 5000 AS VARCHAR) ELSE '' END",
    "results": "CASE WHEN k BETWEEN 62 AND 79 THEN product % 3 END",
}


def _sql(day: date, many: int) -> str:
    """Chance is a hash: a person of 300,000, a product of 100,000 (the first ones more often), a second of the day."""
    empty = {"VARCHAR": "''", "BOOLEAN": "FALSE"}
    columns = ", ".join(f'CAST({_MADE.get(name, empty.get(kind, "NULL"))} AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
    return f"""
SELECT {columns} FROM (
  SELECT number, hash(number, '{day}', 1) % 100 AS k, hash(number, '{day}', 2) % 300000 AS person,
         CAST(100000 * pow((hash(number, '{day}', 3) % 100000) / 100000.0, 3) AS BIGINT) AS product,
         strftime(TIMESTAMP '{day}' + to_seconds(CAST(hash(number, '{day}', 4) % 86400 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.000Z') AS moment
  FROM range({many}) AS numbers(number)
) AS made
"""


def count_month(last: date, days: int, many: int) -> tuple[list[float], int]:
    """`many` events a day. Seconds of the processor that each day took to be counted, and how large its file is at most."""
    took, largest = list[float](), 0
    with opened() as lake:
        for back in range(days):
            seconds, size = _count(lake, last - timedelta(days=back), many)
            took.append(seconds)
            largest = max(largest, size)
    return took, largest


def _count(lake: Lake, day: date, many: int) -> tuple[float, int]:
    data = lake.parquet(_sql(day, many))
    started = time.process_time()
    lake.show([data], day=str(day))
    for sql in KEPT.values():
        lake.parquet(sql)
    counted = {report: lake.ask(sql) for report, sql in COUNTED.items()}
    seconds = time.process_time() - started
    for report, rows in counted.items():
        put_counted(report, CountedDay(str(day), rows))
    return seconds, len(data)
