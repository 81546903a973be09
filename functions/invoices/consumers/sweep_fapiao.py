"""Schedule `fapiao-sweep`: e-invoices that time is to work on."""

from __future__ import annotations

from typing import Any

from functions.invoices.fapiao.sweep import sweep
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_fapiao(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": sweep()}
