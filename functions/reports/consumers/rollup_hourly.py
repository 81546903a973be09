"""Schedule `reports-hourly`: count the days that changed, close those that are over; and count parcels, whatever became of that."""

from __future__ import annotations

from typing import Any

from functions.reports.closing.close_days import close_days
from functions.reports.couriers.count_weeks import count_parcels
from functions.reports.sales.count_days import count_days
from functions.shared.events.runs import by_the_clock


@by_the_clock
def rollup_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    try:
        return {"hours": count_days(), "closed": close_days()}
    finally:
        count_parcels()
