"""Schedule `reconcile-daily`: which bills are to be compared."""

from __future__ import annotations

from typing import Any

from functions.payments.reconciling.plan_reconciliations import plan
from functions.shared.events.runs import by_the_clock


@by_the_clock
def plan_reconciliations(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"planned": plan()}
