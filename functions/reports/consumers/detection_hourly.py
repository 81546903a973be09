"""Schedule `detection-hourly`: the hour that ended is compared with the weeks before."""

from __future__ import annotations

from typing import Any

from functions.reports.detection.look import look
from functions.shared.events.runs import by_the_clock


@by_the_clock
def detection_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"found": look()}
