"""Schedule `attribution-nightly`: which advertisements the orders of the last days are owed to."""

from __future__ import annotations

from typing import Any

from functions.reports.spend.attribute import attribute
from functions.shared.events.runs import by_the_clock


@by_the_clock
def attribution_nightly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"days": attribute()}
