"""The worker of an export. First the figures are put aside as they are now; then they are written in parts; then the parts are one file.

So a count in between changes nothing, and a worker that died goes on with the part that was missing.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from functions.platform import Job, JobFailed, Progress, ResultFile, TimeIsUp, hand_on, save, succeed
from functions.reports.exports.book import Sheet, book_of, part_of, place_for
from functions.reports.exports.parts import parted
from functions.reports.files.sheets import XLSX_TYPE
from functions.reports.sales.asking import ReportQuery, span_asked
from functions.reports.sales.figures import Row, figures_file, rows_in, sizes_in
from functions.reports.sales.report import Frame, frame_of, lines_of
from functions.reports.sales.tables import head_of, rows_of
from functions.shared.outside.objects import get_object, put_object, put_stream
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.files.csv_rows import Cell, csv_of
from functions.shared.plain.settings import settings

_PARQUET = "application/vnd.apache.parquet"
_KINDS = {"csv": ("csv.gz", "application/gzip"), "xlsx": ("xlsx", XLSX_TYPE)}


def run_export(job: Job, time_is_up: TimeIsUp) -> None:
    """Work until the file is written or the time is up. Raises JobFailed (`too_many_rows`, `file_missing`)."""
    spec = json.loads(job.spec["asked"])
    form, asked = spec.pop("format", "csv"), ReportQuery.model_validate(spec)
    if not job.checkpoint:
        job = _plan(job, asked)
    plan = json.loads(_need(_key(job, "plan.json")))
    with TemporaryDirectory(prefix="export-") as folder:
        pinned = [_fetched(job, name, Path(folder)) for name in ("now", "before") if plan["frame"]["earlier"] or name == "now"]
        while (part := job.checkpoint["part"]) < len(plan["parts"]):
            if time_is_up():
                hand_on(job)
                return
            rows, sheets = _rows(plan, part, pinned, asked), list[Sheet]()
            if form == "xlsx":
                sheets, sheet = place_for(_sheets(job), len(rows))
                data, sheet = part_of(rows, sheet)
                sheets.append(sheet)
            else:
                # Of no time, so the same rows are the same bytes.
                data = gzip.compress(csv_of([_head(asked), *rows] if part == 0 else rows).encode(), 6, mtime=0)
            put_object(_key(job, f"parts/{part:06d}"), data, "application/octet-stream")
            done = Progress(total=job.progress.total, done=job.progress.done + len(rows))
            job = save(job, progress=done, checkpoint={"part": part + 1, **_noted(sheets)})
    parts = (_need(_key(job, f"parts/{number:06d}")) for number in range(len(plan["parts"])))
    ending, kind = _KINDS[form]
    key = _key(job, f"sales.{ending}")
    # Packed texts, one after the other, are one packed text.
    whole = book_of(parts, _head(asked), _sheets(job), "sales") if form == "xlsx" else parts
    size = put_stream(key, whole, kind)
    result = ResultFile(key, f"sales-{asked.start[:10]}-{asked.end[:10]}.{ending}", kind, size)
    succeed(job, progress=job.progress, result=result)


def _plan(job: Job, asked: ReportQuery) -> Job:
    span, by = span_asked(asked)
    compared = span.compared(asked.compare) if asked.compare else None
    with TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "now.parquet"
        path.write_bytes(figures_file(span, by, asked.currency))
        before = Path(folder) / "before.parquet"
        sizes, earlier = sizes_in(path), list[tuple[str, str, int]]()
        if compared:
            before.write_bytes(figures_file(compared, by, asked.currency))
            earlier = sizes_in(before)
            put_object(_key(job, "before.parquet"), before.read_bytes(), _PARQUET)
        put_object(_key(job, "now.parquet"), path.read_bytes(), _PARQUET)
    currencies = sorted({currency for _, currency, _ in (*sizes, *earlier)}) or [asked.currency or settings().default_currency]
    frame = frame_of(span, compared, _named(sizes), _named(earlier), currencies, len(by))
    try:
        parts, total = parted(frame, sizes, earlier)
    except ValueError as error:
        raise JobFailed("too_many_rows", str(error)) from error
    plan = {"frame": json.loads(dump(frame)), "parts": parts, "by": [one.value for one in by]}
    put_object(_key(job, "plan.json"), json.dumps(plan).encode(), "application/json")
    return save(job, stage="writing", progress=Progress(total=total), checkpoint={"part": 0, **_noted([])})


def _sheets(job: Job) -> list[Sheet]:
    known = job.checkpoint
    if "sheets" not in known:
        raise JobFailed("file_missing", "This export was begun by an earlier release; start a new one.")
    return [Sheet(known[f"parts_{one}"], known[f"rows_{one}"], known[f"size_{one}"]) for one in range(known["sheets"])]


def _noted(sheets: Sequence[Sheet]) -> dict[str, int]:
    known = {"sheets": len(sheets)}
    for number, one in enumerate(sheets):
        known |= {f"parts_{number}": one.parts, f"rows_{number}": one.rows, f"size_{number}": one.size}
    return known


def _head(asked: ReportQuery) -> list[str]:
    return head_of(span_asked(asked)[1], is_compared=asked.compare is not None)


def _named(sizes: Sequence[tuple[str, str, int]]) -> list[Row]:
    return [Row(label, (), currency, {}) for label, currency, _ in sizes]


def _rows(plan: dict[str, Any], part: int, pinned: Sequence[Path], asked: ReportQuery) -> list[list[Cell]]:
    frame, names = load(Frame, json.dumps(plan["frame"])), plan["parts"][part]
    inside = set(names)
    wanted = [name for name, place in frame.places().items() if place in inside]
    earlier = rows_in(pinned[1], wanted) if wanted else []
    lines = lines_of(frame, names, rows_in(pinned[0], names), earlier)
    return list(rows_of(lines, is_compared=asked.compare is not None))


def _fetched(job: Job, name: str, folder: Path) -> Path:
    path = folder / f"{name}.parquet"
    path.write_bytes(_need(_key(job, path.name)))
    return path


def _key(job: Job, name: str) -> str:
    return f"jobs/report_exports/{job.id}/{name}"


def _need(key: str) -> bytes:
    data = get_object(key)
    if data is None:
        raise JobFailed("file_missing", "A part of the export is not there any more; start a new one.")
    return data
