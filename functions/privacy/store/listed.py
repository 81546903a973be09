"""Lists of other items by time, page after page: which orders were placed, which decisions were noted."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice

from functions.privacy.store.records import ConsentRecord, consents_noted
from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record, find_many
from functions.shared.store.shards import shards_of, whole


class _Numbers(Record):
    """Of orders (functions/orders/store/number.py)."""

    class Meta:
        table_name = table_name("orders")


_AFTER = "!"
"""Sorts behind the end of a text, and before whatever else goes on there."""


def numbers_between(first: str, last: str, after: str, limit: int) -> list[Record]:
    """Number items of orders placed from `first` up to `last`, behind the place `after`."""
    low = f"{after}{_AFTER}" if after else first
    found = (
        record
        for month in _months(low[:7], last[:7])
        for record in whole(_Numbers, "gsi1", f"PLACED#{month}", former=f"MONTH#{month}", between=(low, last), page_size=limit)
    )
    return [*islice(found, limit)]


def decisions_between(first: str, last: str, after: str, limit: int) -> list[ConsentRecord]:
    """Events of consents noted from `first` up to `last`, behind the place `after`."""
    low = f"{after}{_AFTER}" if after else first
    found = (record for month in _months(low[:7], last[:7]) for record in _noted_in(month, low, last, limit))
    keys = [(record.pk, record.sk) for record in islice(found, limit)]
    records = find_many({ConsentRecord: keys}) if keys else {}
    return [record for key in keys if isinstance(record := records.get((ConsentRecord, *key)), ConsentRecord)]


def _noted_in(month: str, low: str, last: str, limit: int) -> Iterator[ConsentRecord]:
    """The sort key goes on with the id of the event, so that what was noted at `last` sorts behind it."""
    between = ConsentRecord.due_at.between(low, last)
    lists = [ConsentRecord.due.query(shard, between, page_size=limit) for shard in shards_of(consents_noted(month))]
    yield from heapq.merge(*lists, key=lambda record: record.due_at)


def _months(month: str, last: str) -> Iterator[str]:
    while month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"
