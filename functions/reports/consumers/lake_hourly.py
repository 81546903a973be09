"""Schedule `lake-hourly`: what arrived lands, and the days it touches are counted."""

from __future__ import annotations

from typing import Any

from functions.reports.rollups.run import run_lake
from functions.shared.events.runs import by_the_clock


@by_the_clock
def lake_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"hours": run_lake()}
