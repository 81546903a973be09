"""Schedule `marketing-sweep`: what is due goes onto the queue `marketing-work`."""

from __future__ import annotations

from typing import Any

from functions.marketing.store.due import sweep as put_what_is_due
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": put_what_is_due()}
