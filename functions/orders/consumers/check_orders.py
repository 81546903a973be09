"""Schedule `orders-check`: records against each other; stops a minute before its time is up and goes on the next time."""

from __future__ import annotations

from typing import Any

from functions.orders.placed.check_orders import check_orders as _check_orders
from functions.shared.events.runs import by_the_clock


@by_the_clock
def check_orders(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    report = _check_orders(lambda: context is None or context.get_remaining_time_in_millis() > 60_000)
    return {"checked": report.checked, "differences": report.difference_count, "complete": report.complete}
