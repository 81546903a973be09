"""What the queue of questions for lost links starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.orders.pages import lookup
from functions.shared.events.batches import SqsRecord, each_record


def answer_lookups(event: Mapping[str, Any]) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        lookup.answer(json.loads(record["body"]))

    return each_record(event, handle, consumer="order-lookups")
