"""Queue `gift-card-jobs`: gift cards in bulk."""

from __future__ import annotations

from typing import Any

from functions.loyalty.stored.issue_batch import KIND, run_cards
from functions.platform import work_on_jobs
from functions.shared.outside.time_left import in_time


@in_time
def work_on_cards(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return work_on_jobs(event, {KIND: run_cards}, consumer="gift-card-jobs")
