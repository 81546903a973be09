"""What queues start in this domain."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.notify import tell
from functions.notifications.sending.wording import EVENTS
from functions.shared.events.batches import each_event


def notify(event: dict[str, Any]) -> dict[str, Any]:
    return each_event(event, dict.fromkeys(EVENTS, tell), consumer="notifications")
