"""Queue `mail-events`: what SES tells of mails, without the addresses (infra/parts/queues.py)."""

from __future__ import annotations

import json
from typing import Any

from functions.notifications.sending.note_told import note_told
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def note_mail_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        told = json.loads(record["body"])
        tags = {name: values[0] for name, values in told["tags"].items() if values}
        note_told(told["told"], tags.get("of", ""), tags.get("message_id", ""), told["at"])

    return each_record(event, handle, consumer="mail-events")
