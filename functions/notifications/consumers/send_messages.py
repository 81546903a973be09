"""Queue `webhook-messages`: messages to endpoints that are due."""

from __future__ import annotations

import json
from typing import Any

from functions.notifications.deliveries.send_message import send_message
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside import guarded
from functions.shared.outside.time_left import RESERVE, in_time


@in_time
def send_messages(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        message = json.loads(record["body"])
        send_message(message["endpoint_id"], message["event_id"])

    return each_record(event, handle, consumer="webhook-messages", needs=guarded.SECONDS + 2 * RESERVE)
