"""Exports of records as they are stored: all in one partition, for they are few; written under their version. Files of one lie in a folder
of its own, which goes as a whole."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from functions.privacy.model.record_export import ExportState, RecordExport
from functions.privacy.store.files import delete_files
from functions.privacy.store.records import EXPORTS_DUE, RECORD_EXPORTS_PK, RecordExportRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.pages import Page
from functions.shared.store.again import again
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import locked_put

RECORDS = "privacy.record_export"
_WITH_FILES = (ExportState.REQUESTED, ExportState.DONE)


def find_export(export_id: str) -> RecordExport | None:
    record = find(RecordExportRecord, RECORD_EXPORTS_PK, export_id)
    return _loaded(record) if record else None


def exports_page(*, limit: int, cursor: str | None) -> Page[RecordExport]:
    """Newest first. Raises Unreadable."""
    query = {"list": "record_exports"}
    page = query_page(RecordExportRecord, RECORD_EXPORTS_PK, query=query, limit=limit, cursor=cursor, newest_first=True)
    return Page([_loaded(record) for record in page.data], page.next_cursor)


def export_put(export: RecordExport) -> Write:
    """The transaction raises Overtaken."""
    record = RecordExportRecord(
        pk=RECORD_EXPORTS_PK, sk=export.id, kind="record_export", version=export.version + 1, body=dump(replace(export, version=0))
    )
    if export.file_until:
        record.due_pk, record.due_at = EXPORTS_DUE, export.file_until
    return locked_put(record, export.version)


def folder_of(export_id: str) -> str:
    return f"personal-exports/records/{export_id}/"


def zip_of(export_id: str) -> str:
    return f"{folder_of(export_id)}records.zip"


def persons_of(export_id: str) -> str:
    """Whose records are in it: for the audit log, when somebody fetches it."""
    return f"{folder_of(export_id)}persons.json"


def parts_of(export_id: str) -> str:
    return f"{folder_of(export_id)}parts/"


def part_of(export_id: str, kind: str, number: int) -> str:
    return f"{parts_of(export_id)}{kind}/{number:05}.ndjson"


def take_files_back() -> int:
    """After somebody was forgotten: no file that may name them stays, and what is being made is begun again. How many."""
    exports = [_loaded(record) for record in query_all(RecordExportRecord, RECORD_EXPORTS_PK)]
    ids = [one.id for one in exports if one.state in _WITH_FILES]
    for export_id in ids:
        again(partial(_take_back, export_id))
    return len(ids)


def end_exports() -> int:
    """Files whose days are over go. How many."""
    due = [*RecordExportRecord.due.query(EXPORTS_DUE, RecordExportRecord.due_at <= times.iso(clock.now()), page_size=100)]
    for record in due:
        again(partial(_end, record.sk))
    return len(due)


def _take_back(export_id: str) -> None:
    export = find_export(export_id)
    if export is not None and export.state in _WITH_FILES:
        transact([export_put(export.without_file())])
        delete_files(folder_of(export_id))


def _end(export_id: str) -> None:
    export = find_export(export_id)
    if export is not None and export.state is ExportState.DONE:
        delete_files(folder_of(export_id))
        transact([export_put(replace(export, state=ExportState.EXPIRED, file_until=""))])


def _loaded(record: RecordExportRecord) -> RecordExport:
    return replace(load(RecordExport, record.body), version=int(record.version))
