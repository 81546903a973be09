"""The worker of an import: first the file is read and cut into slices, then slice after slice is applied.

After every slice the job remembers how far it is. What happens between two such moments can happen again without harm: every row
writes down what became of it in the transaction of its effect (apply_entry), and its stock has a cause that counts once.
"""

from __future__ import annotations

import hashlib
import json

from functions.catalog.imports import job_files
from functions.catalog.imports.apply_entry import Run, apply_entry
from functions.catalog.imports.check_rows import Entry, check_rows
from functions.catalog.imports.decode import BrokenFile
from functions.catalog.imports.find_products import find_products
from functions.catalog.imports.places import Places
from functions.catalog.imports.schemas import MAX_FILE
from functions.catalog.imports.source_rows import Group, read_groups
from functions.catalog.imports.start_import import PRICE_OVERRIDE
from functions.catalog.records import CatalogTable
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
from functions.shared.objects import get_object, put_object, size_of
from functions.shared.records import dump, find, load
from functions.shared.transactions import Put

SLICE = 25


def run_import(job: Job, time_is_up: TimeIsUp) -> None:
    """Work until the file is done or the time is up. Raises JobFailed for a file that cannot be read."""
    if not job.checkpoint:
        job = _read(job)
    positions = json.loads(_need(job_files.slices(job.id)))
    places = Places()
    repeated, override = bool(job.checkpoint["repeated"]), PRICE_OVERRIDE in job.spec
    run = Run(job.id, job.spec["sha256"], job.actor, repeated, override)
    while (number := job.checkpoint["slice"]) < len(positions) - 1:
        if time_is_up():
            hand_on(job)
            return
        data = _need(job_files.prepared(job.id), positions[number], positions[number + 1] - 1)
        results = _apply([load(Group, line) for line in data.decode().split("\n") if line], job, run, places)
        keep_rows(job.id, results)
        job = save(job, progress=counted(job.progress, results), checkpoint=job.checkpoint | {"slice": number + 1})
    succeed(job, progress=job.progress, writes=[Put(_memory(run.file_hash, job.id))])


def _read(job: Job) -> Job:
    data = _source(job.id)
    try:
        groups = read_groups(data, "shopify_csv" if job.spec["format"] == "shopify_csv" else "ndjson")
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
    # Another currency or language makes other products of the same bytes.
    sha256 = hashlib.sha256(data + f"\0{job.spec['currency']}\0{job.spec['language']}".encode()).hexdigest()
    total = sum(len(group.lines) for group in groups)
    repeated = find(CatalogTable, _file_key(sha256), _file_key(sha256)) is not None
    checkpoint = {"slice": 0, "repeated": int(repeated)}
    return save(job, stage="applying", spec=job.spec | {"sha256": sha256}, progress=Progress(total=total), checkpoint=checkpoint)


def _apply(groups: list[Group], job: Job, run: Run, places: Places) -> list[RowResult]:
    checked = [(group, check_rows(group, currency=job.spec["currency"], language=job.spec["language"])) for group in groups]
    known = find_products([entry for _, entry in checked if isinstance(entry, Entry)])
    recorded = row_results(job.id, (group.lines[0] for group in groups))
    results = []
    for group, entry in checked:
        if isinstance(entry, Entry):
            results.append(apply_entry(entry, run, known, places, recorded.get(group.lines[0])))
        else:
            errors = tuple(RowError(fault.line, fault.field, fault.code, fault.detail) for fault in entry)
            results.append(RowResult(tuple(group.lines), RowStatus.FAILED, errors=errors))
    return results


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


def _file_key(sha256: str) -> str:
    return f"IMPORTED#{sha256}"


def _memory(sha256: str, job_id: str) -> CatalogTable:
    """That this file was imported to its end: whoever sends it again does not mean its stock a second time."""
    return CatalogTable(pk=_file_key(sha256), sk=_file_key(sha256), kind="imported_file", body=json.dumps({"job_id": job_id}))
