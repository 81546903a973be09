"""Schedule `stock-check`: movements against counters; stops a minute before its time is up and goes on the next time."""

from __future__ import annotations

from typing import Any

from functions.shared.events.runs import by_the_clock
from functions.stock.keeping.check_stock import check_stock as _check_stock


@by_the_clock
def check_stock(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    report = _check_stock(lambda: context is None or context.get_remaining_time_in_millis() > 60_000)
    return {"checked": report.checked, "differences": report.difference_count, "complete": report.complete}
