"""Sales figures of a range, read from the counted hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from functions.reports.model.facts import hour_of
from functions.reports.model.rollup import Dimension, Part, Row
from functions.reports.model.sales_range import Range
from functions.reports.store.records import ReportsTable, rollup_pk
from functions.shared.plain import times
from functions.shared.plain.bodies import load


def sales_rows(asked: Range, dimension: Dimension) -> Iterator[Row]:
    """The rows inside the range: one Query per month it touches (one more per megabyte)."""
    first, last = hour_of(asked.start), hour_of(asked.end - timedelta(microseconds=1))
    start, end = times.iso(asked.start), times.iso(asked.end)
    for month in asked.months():
        # "~" follows every part number.
        for item in ReportsTable.query(rollup_pk(dimension.value, month), ReportsTable.sk.between(first, f"{last}~")):
            yield from (row for row in load(Part, item.body).rows if start <= row.slot < end)
