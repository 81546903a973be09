"""Queue `marketing-jobs`: files of commission."""

from __future__ import annotations

from typing import Any

from functions.marketing.shares import commission_file
from functions.platform import work_on_jobs
from functions.shared.outside.time_left import in_time


@in_time
def work_on_files(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, {commission_file.KIND: commission_file.run_file}, consumer="marketing-jobs")
