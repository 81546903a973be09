"""Count the hours that changed. An hour is counted anew from all its facts and replaced, never added to: twice gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from functions.reports.facts import Fact
from functions.reports.records import DIRTY_PK, ReportsTable, facts_pk, rollup_pk, rollup_sk
from functions.reports.rollup import Dimension, Part, Row, rows_of
from functions.shared.observability import fact
from functions.shared.records import dump, load
from functions.shared.transactions import Delete, Exists, Put, Write, transact

# About 250 bytes a row: an item stays well under DynamoDB's 400 KB, an hour (with all its parts) under 4 MB a transaction.
ROWS_PER_PART = 1_000
_MOST_PER_RUN = 500


def roll_up() -> int:
    """Count every marked hour, oldest first; returns how many. What is left or marked meanwhile is counted by the next run."""
    counted = 0
    for mark in islice(ReportsTable.query(DIRTY_PK, consistent_read=True), _MOST_PER_RUN):
        counted += _count(mark)
    fact("reports.rolled_up", hours=counted)
    return counted


def _count(mark: ReportsTable) -> bool:
    hour = mark.sk
    facts = [load(Fact, item.body) for item in ReportsTable.query(facts_pk(hour), consistent_read=True)]
    writes: list[Write] = []
    for dimension in Dimension:
        for number, rows in enumerate(_parts(rows_of(facts, dimension))):
            pk = rollup_pk(dimension.value, hour[:7])
            writes.append(Put(ReportsTable(pk=pk, sk=rollup_sk(hour, number), kind="rollup", body=dump(Part(rows)))))
    # In one transaction with the mark as it was read: figures that missed a fact never replace figures that have it.
    writes.append(Delete(ReportsTable(DIRTY_PK, hour), ReportsTable.body == mark.body))
    try:
        transact(writes)
    except Exists:
        return False
    return True


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), ROWS_PER_PART):
        yield rows[start : start + ROWS_PER_PART]
