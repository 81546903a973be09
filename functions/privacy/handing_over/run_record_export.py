"""The worker of an export: page after page is read and put aside, then all of it becomes one file. After each page it is written down how
far it is, under the version of the export: when somebody is forgotten meanwhile, that is raised, and the reading begins again without
them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NoReturn

from functions.platform import Job, JobFailed, Progress, TimeIsUp, hand_on, succeed
from functions.privacy.handing_over.pack import PartMissing, pack
from functions.privacy.handing_over.read_records import Rows, read_records
from functions.privacy.model.record_export import MOST_BEGINNINGS, MOST_ROWS, ExportState, RecordExport
from functions.privacy.model.request import FILE_LASTS
from functions.privacy.store.files import delete_files
from functions.privacy.store.record_exports import export_put, find_export, folder_of, part_of, parts_of, persons_of, zip_of
from functions.shared.outside import clock
from functions.shared.outside.objects import put_object
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact


def run_record_export(job: Job, time_is_up: TimeIsUp) -> None:
    """Raises JobFailed (`too_many_rows`, `begun_too_often`)."""
    export = find_export(job.spec["export"])
    if export is None or export.state is not ExportState.REQUESTED:
        succeed(job, progress=job.progress)
        return
    try:
        if export.begun_again > MOST_BEGINNINGS:
            _fail(export, "begun_too_often", f"Its files were taken away {MOST_BEGINNINGS} times while it was made; ask for it later.")
        while export.kind < len(export.kinds):
            export = _read_page(export)
            if time_is_up():
                hand_on(job, progress=Progress(done=export.rows))
                return
        _end(job, export)
    except PartMissing:
        transact([export_put(export.without_file())])
        hand_on(job, progress=Progress())
    except Overtaken:
        # What was put aside since may name who was forgotten.
        delete_files(folder_of(export.id))
        hand_on(job, progress=Progress())


def _read_page(export: RecordExport) -> RecordExport:
    rows, cursor = read_records(export)
    after = export.read_on(len(rows), cursor)
    if after.rows > MOST_ROWS:
        _fail(export, "too_many_rows", f"At most {MOST_ROWS} records in one export; ask for a shorter period.")
    if rows:
        kind = export.kinds[export.kind]
        put_object(part_of(export.id, kind, export.parts.get(kind, 0)), _lines(rows), "application/x-ndjson")
    transact([export_put(after)])
    return replace(after, version=after.version + 1)


def _fail(export: RecordExport, code: str, detail: str) -> NoReturn:
    transact([export_put(replace(export, state=ExportState.FAILED, error=code))])
    delete_files(folder_of(export.id))
    raise JobFailed(code, detail)


def _lines(rows: Rows) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for row in rows).encode()


def _end(job: Job, export: RecordExport) -> None:
    now = clock.now()
    packed = pack(export, times.iso(now))
    put_object(zip_of(export.id), packed.data, "application/zip")
    put_object(persons_of(export.id), json.dumps(packed.persons).encode(), "application/json")
    after = replace(
        export, state=ExportState.DONE, files=packed.files, manifest_sha256=packed.manifest_sha256, size=len(packed.data),
        done_at=times.iso(now), file_until=times.iso(now + FILE_LASTS),
    )  # fmt: skip
    succeed(job, progress=Progress(done=export.rows), writes=[export_put(after)])
    delete_files(parts_of(export.id))
