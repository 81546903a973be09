"""Queue `moving-jobs`: imports of customers and orders, some seconds of work per call."""

from __future__ import annotations

from typing import Any

from functions.moving.imports.run_import import run_import
from functions.moving.store.job_files import IMPORT
from functions.platform import work_on_jobs
from functions.shared.outside.time_left import in_time

_RUNNERS = {IMPORT: run_import}


@in_time
def move(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, _RUNNERS, consumer="moving-jobs")
