"""Schedule `messages-due`: what was held goes onto its channel's queue."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.wake import wake
from functions.shared.events.runs import by_the_clock


@by_the_clock
def wake_messages(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"woken": wake()}
