"""Queue `notifications-others`: what is told on channels that packages bring. Most shops have none, and nearly nothing is done then."""

from __future__ import annotations

from typing import Any

from functions.notifications.channels.table import brought_channels
from functions.notifications.sending.from_queue import tell_each
from functions.shared.outside.time_left import in_time


@in_time
def tell_by_others(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    channels = brought_channels()
    return tell_each(event, channels, consumer="notifications-others") if channels else {"batchItemFailures": []}
