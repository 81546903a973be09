"""Schedule `returns-sweep`: cases that are due go onto the queue `returns`."""

from __future__ import annotations

from typing import Any

from functions.aftersales.returns.run_due import sweep
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_returns(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": sweep()}
