"""Queue `notifications`: what is told by mail."""

from __future__ import annotations

from typing import Any

from functions.notifications.model.purpose import Channel
from functions.notifications.sending.from_queue import tell_each
from functions.shared.outside.time_left import in_time


@in_time
def notify(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return tell_each(event, [Channel.EMAIL], consumer="notifications")
