"""Schedule `stock-check`: pre-orders whose day has come end; then movements against counters. Stops a minute before its time is up and
goes on the next time."""

from __future__ import annotations

from typing import Any

from functions.shared.events.runs import by_the_clock
from functions.stock.keeping.check_stock import check_stock as _check_stock
from functions.stock.keeping.set_ahead import end_preorders


@by_the_clock
def check_stock(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    def has_time() -> bool:
        return context is None or context.get_remaining_time_in_millis() > 60_000

    ended = end_preorders(has_time)
    report = _check_stock(has_time)
    return {"preorders_ended": ended, "checked": report.checked, "differences": report.difference_count, "complete": report.complete}
