"""Queue `audit-jobs`: rows of the log as a file; some seconds of work per call."""

from __future__ import annotations

from typing import Any

from functions.audit.exporting.export_log import KIND, run_log_export
from functions.platform import work_on_jobs
from functions.shared.outside.time_left import in_time


@in_time
def export_log(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, {KIND: run_log_export}, consumer="audit-jobs")
