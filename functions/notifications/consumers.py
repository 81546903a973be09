"""What queues start in this domain."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.notify import notify_by_mail
from functions.notifications.sending.wording import EVENTS
from functions.shared.events.batches import each_event


def notify(event: dict[str, Any]) -> dict[str, Any]:
    return each_event(event, dict.fromkeys(EVENTS, notify_by_mail), consumer="notifications")
