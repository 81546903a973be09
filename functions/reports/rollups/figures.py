"""What was counted of days, put together for a range of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from operator import add
from typing import Any, NamedTuple

from functions.reports.model.days import days_between, months_of
from functions.reports.store.lake_items import counted_days, counted_values

Rows = list[dict[str, Any]]
MOST = 200


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


class Figures(NamedTuple):
    """Of a product, or of all."""

    views: int
    clicks: int
    carts: int
    orders: int
    sold: int
    cancelled: int
    returned: int


def products(first: date, last: date) -> tuple[dict[str, Figures], Figures]:
    """By product, and over all products, also those that no day names."""
    days, found = days_between(first, last), dict[str, tuple[int, ...]]()
    names = ("product_id", *Figures._fields)
    for product, *these in counted_values("products", names, months_of(days), days[0], days[-1]):
        known = found.get(product)
        found[product] = tuple(these if known is None else map(add, known, these))
    whole = found.pop("", (0,) * len(Figures._fields))
    return {product: Figures._make(some) for product, some in found.items()}, Figures._make(whole)


def latest(report: str, first: date, last: date) -> tuple[str, Rows]:
    """Of the last day of the range that was counted; empty where none was."""
    there = counted_days(report, months_of(days_between(first, last)), str(first), str(last))
    return (there[-1].day, there[-1].rows) if there else ("", [])
