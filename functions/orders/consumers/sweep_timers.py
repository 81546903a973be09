"""Schedule `timers-sweep`: what is due goes onto the queue `timers`."""

from __future__ import annotations

from typing import Any

from functions.orders.store import timers
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_timers(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": timers.sweep()}
