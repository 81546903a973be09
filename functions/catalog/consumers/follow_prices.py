"""Schedule `prices-due`, every minute: products whose price began or ended are indexed anew."""

from __future__ import annotations

from typing import Any

from functions.catalog.prices.follow_prices import touch_due_prices
from functions.shared.events.runs import by_the_clock


@by_the_clock
def follow_prices(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"touched": touch_due_prices()}
