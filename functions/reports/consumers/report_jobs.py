"""Queue `report-jobs`: long reports, some seconds of work per call."""

from __future__ import annotations

from typing import Any

from functions.platform import work_on_jobs
from functions.reports.exports.run import run_export
from functions.reports.exports.start import KIND
from functions.shared.outside.time_left import in_time


@in_time
def report_jobs(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, {KIND: run_export}, consumer="report-jobs")
