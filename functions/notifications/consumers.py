"""What queues start in this domain."""

from __future__ import annotations

from typing import Any

from functions.notifications.notify import notify_by_mail
from functions.notifications.wording import EVENTS
from functions.shared.batches import each_event


def notify(event: dict[str, Any]) -> dict[str, Any]:
    return each_event(event, dict.fromkeys(EVENTS, notify_by_mail), consumer="notifications")
