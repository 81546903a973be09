"""The worker of an import: first the file is read and cut into slices, then slice after slice is applied, then the report is written.

The job remembers how far it is after every slice. What happens between two such moments can happen again without harm: every row writes
down what became of it in the transaction of its effect, and is known again by its name in the other system.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

from functions.moving.files.read_file import read_file
from functions.moving.imports.import_customer import import_customer
from functions.moving.imports.import_order import import_order
from functions.moving.imports.rows import CustomerRow, OrderRow, row_of
from functions.moving.imports.run import Applied, Run
from functions.moving.imports.schemas import MAX_FILE
from functions.moving.model.group import Fault, Group, Kind
from functions.moving.store import job_files
from functions.platform import (
    Job,
    JobFailed,
    Progress,
    ResultFile,
    RowResult,
    RowStatus,
    TimeIsUp,
    counted,
    each_result,
    hand_on,
    keep_rows,
    row_results,
    save,
    succeed,
)
from functions.shared.outside.objects import delete_object, get_object, put_object, size_of
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Invalid, ShopError
from functions.shared.plain.files.decode import BrokenFile
from functions.shared.plain.files.formulas import guarded
from functions.shared.plain.settings import settings

SLICE = 25
_COLUMNS = ("line", "status", "id", "field", "code", "detail")


def run_import(job: Job, time_is_up: TimeIsUp) -> None:
    """Work until the file is done or the time is up. Raises JobFailed for a file that cannot be read; then nobody goes on with it."""
    try:
        _run(job, time_is_up)
    except JobFailed:
        _delete_files(job.id)
        raise


def _run(job: Job, time_is_up: TimeIsUp) -> None:
    if not job.checkpoint:
        job = _read(job)
    positions = json.loads(_need(job_files.slices(job.id)))
    run = Run(job.id, job.actor, job.spec["source"], dry="dry_run" in job.spec)
    while (number := job.checkpoint["slice"]) < len(positions) - 1:
        if time_is_up():
            hand_on(job)
            return
        data = _need(job_files.prepared(job.id), positions[number], positions[number + 1] - 1)
        groups = [load(Group, line) for line in data.decode().split("\n") if line]
        first = job.checkpoint.get("group", 0)
        results: list[RowResult] = []
        for result in _apply(groups[first:], job, run):
            results.append(result)
            if time_is_up():
                break
        keep_rows(job.id, results)
        done = first + len(results)
        checkpoint = {"slice": number, "group": done} if done < len(groups) else {"slice": number + 1}
        job = save(job, progress=counted(job.progress, results), checkpoint=checkpoint)
    size = _report(job)
    report = ResultFile(job_files.report(job.id), "report.csv", "text/csv; charset=utf-8", size)
    succeed(job, progress=job.progress, result=report)
    _delete_files(job.id)


def _delete_files(job_id: str) -> None:
    """They name people; the report does not."""
    for key in (job_files.uploaded(job_id), job_files.inline(job_id), job_files.prepared(job_id), job_files.slices(job_id)):
        delete_object(key)


def _read(job: Job) -> Job:
    try:
        groups = read_file(_source(job.id), Kind(job.spec["kind"]), settings().store_timezone, job.spec.get("charset"))
    except BrokenFile as broken:
        raise JobFailed(broken.code, broken.detail) from broken
    positions, pieces, at = [0], [], 0
    for start in range(0, len(groups), SLICE):
        piece = "".join(dump(group) + "\n" for group in groups[start : start + SLICE]).encode()
        at += len(piece)
        pieces.append(piece)
        positions.append(at)
    put_object(job_files.prepared(job.id), b"".join(pieces), "application/x-ndjson")
    put_object(job_files.slices(job.id), json.dumps(positions).encode(), "application/json")
    total = sum(len(group.lines) for group in groups)
    stage = "checking" if "dry_run" in job.spec else "applying"
    return save(job, stage=stage, progress=Progress(total=total), checkpoint={"slice": 0})


def _apply(groups: list[Group], job: Job, run: Run) -> Iterator[RowResult]:
    recorded = row_results(job.id, (group.lines[0] for group in groups))
    for group in groups:
        before = recorded.get(group.lines[0])
        if before is not None and before.status is RowStatus.FAILED:
            before = None
        yield _applied(group, job, run, before)


def _applied(group: Group, job: Job, run: Run, before: RowResult | None) -> RowResult:
    """What an earlier try of this run did is what became of the row, though it finds it done now."""
    try:
        if job.spec["kind"] == Kind.CUSTOMERS:
            customer = row_of(group, CustomerRow)
            if isinstance(customer, list):
                return _failed(group, customer)
            result = import_customer(customer, group, run, _became(before)).result(group.lines)
            return replace(result, status=before.status) if before else result
        order = row_of(group, OrderRow)
        if isinstance(order, list):
            return _failed(group, order)
        result = import_order(order, group, run).result(group.lines)
        return before or result
    except ShopError as error:
        if error.status >= 500:
            raise
        return _failed(group, _faults(group, error))


def _became(before: RowResult | None) -> RowStatus | None:
    return before.status if before else None


def _faults(group: Group, error: ShopError) -> list[Fault]:
    line = group.lines[0]
    if isinstance(error, Invalid) and error.faults:
        return [Fault(line, one.pointer, one.code, one.detail) for one in error.faults]
    return [Fault(line, "", error.code, error.detail)]


def _failed(group: Group, faults: list[Fault]) -> RowResult:
    return Applied(RowStatus.FAILED, None, faults).result(group.lines)


def _report(job: Job) -> int:
    """What became of every row, as a table that a spreadsheet does not calculate."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for result in each_result(job.id):
        for line in result.lines:
            told = [(one.field, one.code, one.detail) for one in result.errors if one.line == line] or [("", "", "")]
            table.writerows(
                [line, result.status.value, result.id or "", guarded(field), code, guarded(detail)] for field, code, detail in told
            )
    data = b"\xef\xbb\xbf" + text.getvalue().encode()
    put_object(job_files.report(job.id), data, "text/csv; charset=utf-8")
    return len(data)


def _source(job_id: str) -> bytes:
    for key in (job_files.inline(job_id), job_files.uploaded(job_id)):
        size = size_of(key)
        if size is not None and size > MAX_FILE:
            raise JobFailed("file_too_large", f"At most {MAX_FILE // 1024 // 1024} MB in one file; split it.")
        if size is not None and (data := get_object(key)) is not None:
            return data
    raise JobFailed("file_missing", "The file is not there any more; upload it again.")


def _need(key: str, first: int = 0, last: int | None = None) -> bytes:
    data = get_object(key, first=first, last=last)
    if data is None:
        raise JobFailed("file_missing", "The file is not there any more; upload it again.")
    return data
