"""Queue `webhook-messages`: slots of endpoints in which something is due, and errands."""

from __future__ import annotations

import json
from typing import Any

from functions.notifications.deliveries.run_errand import run_errand
from functions.notifications.deliveries.take_turn import NEEDS, take_turn
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def send_messages(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        message = json.loads(record["body"])
        if "errand" in message:
            run_errand(message["endpoint_id"], message["errand"])
        else:
            take_turn(message["endpoint_id"], message["slot"], is_late=message.get("late", False))

    return each_record(event, handle, consumer="webhook-messages", needs=NEEDS)
