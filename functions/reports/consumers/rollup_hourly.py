"""Schedule `reports-hourly`: count the hours that changed."""

from __future__ import annotations

from typing import Any

from functions.reports.sales.roll_up import roll_up
from functions.shared.events.runs import by_the_clock


@by_the_clock
def rollup_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"hours": roll_up()}
