"""Schedule `webhooks-sweep`: messages that are due go onto the queue `webhook-messages`."""

from __future__ import annotations

from typing import Any

from functions.notifications.deliveries import send_message


def sweep_messages(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": send_message.sweep()}
