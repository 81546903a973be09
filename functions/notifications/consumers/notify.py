"""Queue `notifications`: what there are words for."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.notify import tell
from functions.notifications.sending.wording import EVENTS
from functions.shared.events.batches import each_event
from functions.shared.outside.time_left import in_time


@in_time
def notify(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, dict.fromkeys(EVENTS, tell), consumer="notifications")
