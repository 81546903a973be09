"""Queue `order-lookups`: who asked for a lost link, and who withdrew without one."""

from __future__ import annotations

import json
from typing import Any

from functions.orders.pages import lookup
from functions.orders.pages.withdrawing import statement
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def answer_lookups(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        body = json.loads(record["body"])
        if "statement" in body:
            statement.answer(body)
        else:
            lookup.answer(body)

    return each_record(event, handle, consumer="order-lookups")
