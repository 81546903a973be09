"""Schedule `payments-sweep`: payments that wait for their provider too long are asked about."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.sweep_unfinished import sweep
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_payments(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"due": sweep()}
