"""The worker of an export: first the products are listed, then written part by part, then the parts become one file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from functions.catalog.exports.product_body import Body
from functions.catalog.exports.read_bodies import Bodies, product_ids
from functions.catalog.exports.to_shopify import to_shopify
from functions.catalog.imports import job_files
from functions.catalog.imports.files.cells import ALL_COLUMNS
from functions.catalog.model.product import Status
from functions.platform import Job, JobFailed, Progress, ResultFile, TimeIsUp, hand_on, save, succeed
from functions.shared.outside.objects import get_object, put_object
from functions.shared.plain.files.formulas import guarded

PART = 100
_TYPES = {"shopify_csv": ("csv", "text/csv; charset=utf-8"), "ndjson": ("ndjson", "application/x-ndjson")}


def run_export(job: Job, time_is_up: TimeIsUp) -> None:
    """Work until the file is written or the time is up."""
    if not job.checkpoint:
        job = _plan(job)
    ids: list[str] = json.loads(_need(job_files.export_plan(job.id)))
    bodies = Bodies()
    while (part := job.checkpoint["part"]) * PART < len(ids):
        if time_is_up():
            hand_on(job)
            return
        some = ids[part * PART : (part + 1) * PART]
        put_object(job_files.export_part(job.id, part), _written(bodies.of(some), job).encode(), "text/plain")
        job = save(job, progress=Progress(total=len(ids), done=part * PART + len(some)), checkpoint={"part": part + 1})
    extension, content_type = _TYPES[job.spec["format"]]
    parts = (_need(job_files.export_part(job.id, number)) for number in range(job.checkpoint["part"]))
    data = _head(job).encode() + b"".join(parts)
    key = job_files.export_result(job.id, extension)
    put_object(key, data, content_type)
    result = ResultFile(key, f"products-{job.created_at[:10]}.{extension}", content_type, len(data))
    succeed(job, progress=job.progress, result=result)


def _plan(job: Job) -> Job:
    statuses = [Status(job.spec["status"])] if "status" in job.spec else list(Status)
    ids = product_ids(statuses)
    put_object(job_files.export_plan(job.id), json.dumps(ids).encode(), "application/json")
    return save(job, stage="writing", progress=Progress(total=len(ids)), checkpoint={"part": 0})


def _head(job: Job) -> str:
    return _csv([ALL_COLUMNS]) if job.spec["format"] == "shopify_csv" else ""


def _written(bodies: Iterable[Body], job: Job) -> str:
    if job.spec["format"] == "ndjson":
        return "".join(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n" for body in bodies)
    rows = (row for body in bodies for row in to_shopify(body, language=job.spec["language"]))
    return _csv([guarded(row.get(column, "")) for column in ALL_COLUMNS] for row in rows)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _need(key: str) -> bytes:
    data = get_object(key)
    if data is None:
        raise JobFailed("file_missing", "A part of the export is not there any more; start a new one.")
    return data
