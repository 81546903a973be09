"""The worker of an import: first the file is read and cut into slices, then slice after slice is applied, product by product.

The job remembers how far it is after every slice, and wherever its time is up. What happens between two such moments can happen again
without harm: every row writes down what became of it in the transaction of its effect (apply_entry), and its stock moves once per run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from functions.catalog.imports import job_files
from functions.catalog.imports.apply_entry import apply_entry
from functions.catalog.imports.check_rows import Entry, check_rows
from functions.catalog.imports.files.source_rows import Group, read_groups
from functions.catalog.imports.files.tables import Fault
from functions.catalog.imports.find_products import find_products
from functions.catalog.imports.import_run import OutOfTime, Run
from functions.catalog.imports.places import Places
from functions.catalog.imports.schemas import MAX_FILE
from functions.catalog.imports.start_import import DRY_RUN, PRICE_OVERRIDE
from functions.catalog.imports.stock_statement import StockStatement
from functions.platform import (
    Job,
    JobFailed,
    Progress,
    RowError,
    RowResult,
    RowStatus,
    TimeIsUp,
    counted,
    hand_on,
    keep_rows,
    row_results,
    save,
    succeed,
)
from functions.shared.outside.objects import get_object, put_object, size_of
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.files.decode import BrokenFile

SLICE = 25
_FAILED_AT_ONCE = 1_000


def run_import(job: Job, time_is_up: TimeIsUp) -> None:
    """Work until the file is done or the time is up. Raises JobFailed for a file that cannot be read."""
    if not job.checkpoint:
        job = _read(job)
    positions = json.loads(_need(job_files.slices(job.id)))
    run = _run(job)
    places = Places(dry=run.dry)
    while (number := job.checkpoint["slice"]) < len(positions) - 1:
        if time_is_up():
            hand_on(job)
            return
        data = _need(job_files.prepared(job.id), positions[number], positions[number + 1] - 1)
        groups = [load(Group, line) for line in data.decode().split("\n") if line]
        first = job.checkpoint.get("group", 0)
        results: list[RowResult] = []
        done = first
        for of_group in _apply(groups[first:], job, run, places, time_is_up):
            results += of_group
            done += 1
            if time_is_up():
                break
        keep_rows(job.id, results)
        progress = counted(job.progress, results)
        if done < len(groups):
            hand_on(job, progress=progress, checkpoint={"slice": number, "group": done})
            return
        job = save(job, progress=progress, checkpoint={"slice": number + 1})
    succeed(job, progress=job.progress)


def _run(job: Job) -> Run:
    """Jobs from before stock could be stated in several ways set it."""
    stock = StockStatement(job.spec.get("stock", StockStatement.SET))
    return Run(job.id, job.actor, stock, override=PRICE_OVERRIDE in job.spec, dry=DRY_RUN in job.spec)


def _read(job: Job) -> Job:
    spec = job.spec
    try:
        groups = read_groups(
            _source(job.id),
            "ndjson" if spec["format"] == "ndjson" else "csv",
            charset=spec.get("charset"),
            mapping=json.loads(spec.get("mapping", "{}")),
        )
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
    return save(job, stage="checking" if DRY_RUN in spec else "applying", progress=Progress(total=total), checkpoint={"slice": 0})


def _apply(groups: list[Group], job: Job, run: Run, places: Places, time_is_up: TimeIsUp) -> Iterator[list[RowResult]]:
    """The results of group after group; ends early when the time is up within one."""
    checked = [(group, check_rows(group, currency=job.spec["currency"], language=job.spec["language"])) for group in groups]
    known = find_products([entry for _, entry in checked if isinstance(entry, Entry)])
    recorded = row_results(job.id, (group.lines[0] for group in groups))
    for group, entry in checked:
        if not isinstance(entry, Entry):
            yield _failed(group, entry)
            continue
        try:
            yield apply_entry(entry, run, known, places, recorded.get(group.lines[0]), time_is_up)
        except OutOfTime:
            return


def _failed(group: Group, faults: list[Fault]) -> list[RowResult]:
    """In parts, so that none is larger than an item may be."""
    lines = group.lines
    parts = [lines[start : start + _FAILED_AT_ONCE] for start in range(0, len(lines), _FAILED_AT_ONCE)]
    errors = [RowError(fault.line, fault.field, fault.code, fault.detail) for fault in faults]
    told = [tuple(error for error in errors if error.line in part) or tuple(errors[:1]) for part in parts]
    return [RowResult(tuple(part), RowStatus.FAILED, errors=some) for part, some in zip(parts, told, strict=True)]


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
