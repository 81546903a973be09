"""Days that changed are counted: a day of UTC anew from all its facts, and replaced as a whole. Twice gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from functions.reports.facts.read_facts import facts_of
from functions.reports.model.account import Account, Taken, sums_of, taken_back
from functions.reports.model.cells import Cell, cells_of
from functions.reports.model.facts import TAKING, Dims, Fact, Piece
from functions.reports.model.measures import added
from functions.reports.sales.recount_before import recount_before
from functions.reports.store.cells import Counted, counted_days, counted_put, drop_cells, key_of, put_cells
from functions.reports.store.cells_base import parquet_of
from functions.reports.store.open_days import open_puts
from functions.reports.store.records import DIRTY_PK, ReportsTable, account_key, also_pk, hours_pk
from functions.shared.events.batches import Run
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Delete, Exists, Put, transact

_MOST_PER_RUN = 400
_MANY = 1_000
"""Rows: a day of fewer is read as fast as its sums."""


def count_days() -> int:
    """Count every day with a marked hour, oldest first; returns how many hours were. What is left or marked meanwhile is counted by the
    next run. A day that cannot be counted keeps its marks and no other from its turn. Raises SomeFailed at the end when there was one.
    """
    run, counted = Run("reports-hourly"), 0
    with run.item("before"):
        recount_before()
    marks = list(ReportsTable.query(DIRTY_PK, consistent_read=True))
    for number, (day, some) in enumerate(groupby(marks, key=lambda mark: mark.sk[:10])):
        if number == _MOST_PER_RUN:
            break
        with run.item(day):
            counted += count_day(day, list(some))
    fact("reports.counted", hours=counted, failed=run.failed)
    run.end()
    return counted


def count_day(day: str, marks: Sequence[ReportsTable]) -> int:
    """How many of the marks are gone. Those that came or changed meanwhile stay: figures without their facts replace no newer ones."""
    known = {item.sk for item in ReportsTable.query(hours_pk(day), consistent_read=True)}
    fresh = [ReportsTable(pk=hours_pk(day), sk=mark.sk, kind="hour") for mark in marks if mark.sk not in known]
    transact(map(Put, fresh))
    facts = facts_of(sorted(known | {mark.sk for mark in marks}))
    cells = list(_cells(facts))
    with_sums = len(cells) >= _MANY
    data = parquet_of(cells, with_sums=with_sums)
    before = counted_days(day, day, consistent=True)
    also = [item.sk for item in ReportsTable.query(also_pk(day), consistent_read=True)]
    counted = Counted(day, key_of(day, data, with_sums=with_sums), len(cells), also)
    put_cells(counted.key, data)
    try:
        transact(
            [
                counted_put(counted),
                *open_puts({str(cell["day"]) for cell in cells}),
                *(Delete(ReportsTable(DIRTY_PK, mark.sk), ReportsTable.body == mark.body) for mark in marks),
            ]
        )
    except Exists:
        return 0
    for old in before:
        if old.key != counted.key:
            drop_cells(old.key)
    return len(marks)


def _cells(facts: Sequence[tuple[Fact, Dims | None]]) -> Iterator[Cell]:
    wanted = sorted({account_key(one.order_id) for one, _ in facts})
    items = find_many({ReportsTable: wanted}) if wanted else {}
    for one, own in sorted(facts, key=lambda known: (known[0].at, known[0].event_id)):
        item = items.get((ReportsTable, *account_key(one.order_id)))
        account = load(Account, item.body) if item is not None else Account(one.order_id)
        takes = taken_back(account).get(one.event_id, {}) if one.kind in TAKING else {}
        pieces = [replace(piece, sums=added(piece.sums, _back(takes, piece, account))) for piece in one.pieces] if takes else one.pieces
        dims = own if own is not None and not account.zone else account.dims
        yield from cells_of(replace(one, pieces=pieces), dims, one.method or account.method)


def _back(takes: Mapping[str, Taken], piece: Piece, account: Account) -> dict[str, int]:
    return sums_of(takes.get(piece.line_id, Taken()), account.costs.get(piece.line_id, 0))
