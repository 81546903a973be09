"""Queue `catalog-jobs`: imports and exports, some seconds of work per call."""

from __future__ import annotations

from typing import Any

from functions.catalog.exports.run_export import run_export
from functions.catalog.imports import job_files
from functions.catalog.imports.run_import import run_import
from functions.platform import work_on_jobs as _work_on_jobs
from functions.shared.outside.time_left import in_time

_RUNNERS = {job_files.IMPORT: run_import, job_files.EXPORT: run_export}


@in_time
def work_on_jobs(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return _work_on_jobs(event, _RUNNERS, consumer="catalog-jobs")
