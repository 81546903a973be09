"""Schedule `forecast-nightly`: yesterday's demand is counted, and two weeks are looked ahead."""

from __future__ import annotations

from typing import Any

from functions.reports.forecasts.make_forecast import make_forecast
from functions.shared.events.runs import by_the_clock


@by_the_clock
def forecast_nightly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"variants": make_forecast()}
