"""Schedule `webhooks-sweep`: what is due goes onto the queue `webhook-messages`."""

from __future__ import annotations

from typing import Any

from functions.notifications.deliveries.sweep import sweep
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_messages(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": sweep()}
