"""Queue `privacy-jobs`: persons' data as a file, persons forgotten, records of a period as a file; some seconds of work per call."""

from __future__ import annotations

from typing import Any

from functions.platform import work_on_jobs
from functions.privacy.erasing.erase_person import run_erasure
from functions.privacy.exporting.export_person import run_export
from functions.privacy.handing_over.run_record_export import run_record_export
from functions.privacy.store.record_exports import RECORDS
from functions.privacy.store.requests import ERASE, EXPORT
from functions.shared.outside.time_left import in_time

_RUNNERS = {ERASE: run_erasure, EXPORT: run_export, RECORDS: run_record_export}


@in_time
def work_requests(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, _RUNNERS, consumer="privacy-jobs")
