"""Queue `notifications-inbox`: what is told on this channel. Its own function, so that its slowness is paid for by no other channel's
messages."""

from __future__ import annotations

from typing import Any

from functions.notifications.model.purpose import Channel
from functions.notifications.sending.from_queue import tell_each
from functions.shared.outside.time_left import in_time


@in_time
def tell_in_inbox(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return tell_each(event, [Channel.INBOX], consumer="notifications-inbox")
