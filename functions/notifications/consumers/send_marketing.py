"""Queue `marketing-messages`: what the marketing domain wants somebody to be told."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.send_requested import send_requested
from functions.shared.events.batches import each_event
from functions.shared.outside.time_left import in_time


@in_time
def send_marketing(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, {"marketing.message_requested": send_requested}, consumer="marketing-messages")
