"""What was counted of days, put together for a range of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from operator import add, itemgetter
from typing import Any

from functions.reports.model.days import days_between, months_of
from functions.reports.store.lake_items import counted_days

Rows = list[dict[str, Any]]
MOST = 200
COUNTS = ("views", "clicks", "carts", "orders", "sold", "cancelled", "returned")


def counted(report: str, first: date, last: date) -> dict[str, Rows]:
    """Of every day of the range, also of those in which nothing happened."""
    days = days_between(first, last)
    known = {one.day: one.rows for one in counted_days(report, months_of(days), days[0], days[-1])}
    return {day: known.get(day, []) for day in days}


def words_in_vain(first: date, last: date) -> Rows:
    """`query`, `searches`, `in_vain`, most often in vain first."""
    searches, in_vain = Counter[str](), Counter[str]()
    for rows in counted("search_words", first, last).values():
        for row in rows:
            searches[row["query"]] += row["searches"]
            in_vain[row["query"]] += row["in_vain"]
    order = sorted(in_vain, key=lambda query: (-in_vain[query], query))[:MOST]
    return [{"query": query, "searches": searches[query], "in_vain": in_vain[query]} for query in order]


def products(first: date, last: date) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """`COUNTS` by product, and over all products, also those that no day names."""
    found: dict[str, tuple[int, ...]] = {}
    figures = itemgetter(*COUNTS)
    for rows in counted("products", first, last).values():
        for row in rows:
            product, these = row["product_id"], figures(row)
            known = found.get(product)
            found[product] = these if known is None else tuple(map(add, known, these))
    whole = found.pop("", (0,) * len(COUNTS))
    return {product: dict(zip(COUNTS, some, strict=True)) for product, some in found.items()}, dict(zip(COUNTS, whole, strict=True))


def latest(report: str, first: date, last: date) -> tuple[str, Rows]:
    """Of the last day of the range that was counted; empty where none was."""
    there = counted_days(report, months_of(days_between(first, last)), str(first), str(last))
    return (there[-1].day, there[-1].rows) if there else ("", [])
