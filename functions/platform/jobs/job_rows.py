"""What became of every row of a job's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from functions.platform.model.job import RowError, RowResult, RowStatus
from functions.platform.store.job_records import ROW, RowRecord, job_pk, row_sk, rows_of
from functions.shared.outside import clock
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.records import find_many
from functions.shared.store.transactions import MAX_ACTIONS, Put, transact

_KEEP = timedelta(days=90)
_AT_ONCE = 500
_MAX_ERRORS = 1_000
"""One for every row that can make one thing, and well below what an item holds."""

SingleRow = tuple[int, RowResult, tuple[RowError, ...]]


def row_put(job_id: str, result: RowResult) -> Put:
    """The write of a result, to stand in the transaction of its effect: after a crash nobody wonders whether the row was done."""
    return Put(_record(job_id, result))


def row_results(job_id: str, first_lines: Iterable[int]) -> dict[int, RowResult]:
    """Those of the results that begin at these lines which were written before."""
    found = find_many({RowRecord: [(job_pk(job_id), row_sk(line)) for line in first_lines]})
    return {result.lines[0]: result for result in (load(RowResult, record.body) for record in found.values())}


def keep_rows(job_id: str, results: Iterable[RowResult]) -> None:
    """Write results, over what may stand there; as many per request as a transaction takes."""
    writes = [row_put(job_id, result) for result in results]
    for start in range(0, len(writes), MAX_ACTIONS):
        transact(writes[start : start + MAX_ACTIONS])


def each_result(job_id: str) -> Iterator[RowResult]:
    """All of them, in the order of their first lines."""
    return _results(job_id, None, 0, _AT_ONCE)


def rows_page(job_id: str, status: RowStatus | None, *, limit: int, cursor: str | None) -> Page[SingleRow]:
    """One entry per row, in the order in which the file first names the things they make."""
    query = {"list": "job_rows", "job": job_id, "status": status}
    first, skip = _position(pages.decode(cursor, query))
    rows: list[SingleRow] = []
    for result in _results(job_id, status, first, limit):
        for index, line in enumerate(result.lines):
            if result.lines[0] == first and index < skip:
                continue
            if len(rows) == limit:
                return Page(rows, pages.encode([result.lines[0], index], query))
            rows.append((line, result, tuple(error for error in result.errors if error.line == line)))
    return Page(rows, None)


def _results(job_id: str, status: RowStatus | None, first: int, limit: int) -> Iterator[RowResult]:
    if status is None:
        records = RowRecord.query(job_pk(job_id), RowRecord.sk.between(row_sk(first), ROW + "~"), page_size=limit + 1)
    else:
        records = RowRecord.gsi2.query(rows_of(job_id, status), RowRecord.gsi2sk >= row_sk(first), page_size=limit + 1)
    yield from (load(RowResult, record.body) for record in records)


def _position(position: object) -> tuple[int, int]:
    match position:
        case None:
            return 0, 0
        case [int() as first, int() as skip] if first >= 0 and skip >= 0:
            return first, skip
        case _:
            raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


def _record(job_id: str, result: RowResult) -> RowRecord:
    kept = RowResult(result.lines, result.status, result.id, result.errors[:_MAX_ERRORS])
    return RowRecord(
        pk=job_pk(job_id),
        sk=row_sk(result.lines[0]),
        kind="job_row",
        body=dump(kept),
        gsi2pk=rows_of(job_id, result.status),
        gsi2sk=row_sk(result.lines[0]),
        ttl=int((clock.now() + _KEEP).timestamp()),
    )
