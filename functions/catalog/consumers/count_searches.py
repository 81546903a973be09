"""Queue `searches`: what shoppers search for, added up."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.searched_words import count_batch
from functions.shared.events.batches import each_record
from functions.shared.outside.time_left import in_time


@in_time
def count_searches(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, count_batch, consumer="search-words")
