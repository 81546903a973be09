"""Count the hours that changed. An hour is counted anew from all its facts and replaced, never added to: twice gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from functions.reports.model.facts import Fact
from functions.reports.model.rollup import Dimension, Part, Row, rows_of
from functions.reports.store.records import DIRTY_PK, ReportsTable, facts_of_hour, rollup_pk, rollup_sk
from functions.shared.events.batches import Run
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.store.transactions import Check, Delete, Exists, Put, Write, transact

ROWS_PER_PART = 1_000
BYTES_PER_PART = 300_000
"""An item stays well under DynamoDB's 400 KB, also when product ids and categories are long."""
PARTS_AT_ONCE = 10
"""3 MB at most: a transaction takes 4."""
_MOST_PER_RUN = 500


def roll_up() -> int:
    """Count every marked hour, oldest first; returns how many. What is left or marked meanwhile is counted by the next run.

    An hour that cannot be counted keeps its mark and no other from its turn. Raises SomeFailed at the end of the run when there was one.
    """
    run, counted = Run("reports-hourly"), 0
    for mark in ReportsTable.query(DIRTY_PK, consistent_read=True):
        with run.item(mark.sk):
            counted += _count(mark)
        if counted == _MOST_PER_RUN:
            break
    fact("reports.rolled_up", hours=counted, failed=run.failed)
    run.end()
    return counted


def _count(mark: ReportsTable) -> bool:
    hour = mark.sk
    facts = [load(Fact, item.body) for item in facts_of_hour(hour)]
    writes = [write for dimension in Dimension for write in _of(dimension, hour, facts)]
    # With the mark as it was read: figures that missed a fact never replace figures that have it.
    same = ReportsTable.body == mark.body
    try:
        # A great hour takes several transactions; the mark goes with the last, so who dies in between begins again.
        while len(writes) > PARTS_AT_ONCE:
            transact([Check(ReportsTable, DIRTY_PK, hour, same), *writes[:PARTS_AT_ONCE]])
            writes = writes[PARTS_AT_ONCE:]
        transact([*writes, Delete(ReportsTable(DIRTY_PK, hour), same)])
    except Exists:
        return False
    return True


def _of(dimension: Dimension, hour: str, facts: Sequence[Fact]) -> Iterator[Write]:
    pk = rollup_pk(dimension.value, hour[:7])
    wanted = {
        rollup_sk(hour, number): ReportsTable(pk=pk, sk=rollup_sk(hour, number), kind="rollup", body=dump(Part(rows)))
        for number, rows in enumerate(_parts(rows_of(facts, dimension)))
    }
    yield from map(Put, wanted.values())
    # An earlier count may have cut the hour into more parts.
    of_hour = ReportsTable.sk.between(f"{hour}#", f"{hour}#~")
    for old in ReportsTable.query(pk, of_hour, consistent_read=True, attributes_to_get=["pk", "sk"]):
        if old.sk not in wanted:
            yield Delete(ReportsTable(pk=pk, sk=old.sk))


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for row in rows:
        length = len(dump(row).encode()) + 1
        if part and (len(part) == ROWS_PER_PART or size + length > BYTES_PER_PART):
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    if part:
        yield part
