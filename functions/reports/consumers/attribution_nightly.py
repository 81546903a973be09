"""Schedule `attribution-nightly`: which advertisements orders are owed to, and days that are over as files for others."""

from __future__ import annotations

from typing import Any

from functions.reports.bi.export_days import export_days
from functions.reports.spend.attribute import attribute
from functions.shared.events.runs import by_the_clock


@by_the_clock
def attribution_nightly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    try:
        days = attribute()
    finally:
        # What is wrong with a day of the one keeps no day of the other from its turn.
        export_days()
    return {"days": days}
