"""Schedule `points-sweep`: what is due goes onto the queue `points-due`."""

from __future__ import annotations

from typing import Any

from functions.loyalty.store.due import sweep
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_points(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": sweep()}
