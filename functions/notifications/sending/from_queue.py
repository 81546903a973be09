"""Events from a channel's queue: those of the bus, and those whose message was held and is due."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from functions.notifications.sending.asked import REQUESTED
from functions.notifications.sending.notify import tell
from functions.notifications.sending.wording import EVENTS
from functions.shared.events.batches import NEEDS, SqsRecord, each_record
from functions.shared.events.events import from_queue


def tell_each(event: Mapping[str, Any], channels: Sequence[str], *, consumer: str) -> dict[str, Any]:
    """One of several channels that fails makes its event come again; the others find their messages sent then."""

    def handle(record: SqsRecord) -> None:
        envelope = from_queue(record)
        if envelope.type not in EVENTS and envelope.type != REQUESTED:
            return
        only = json.loads(record["body"]).get("channel")
        failed: Exception | None = None
        for channel in channels:
            if only in (None, channel):
                try:
                    tell(envelope, channel)
                except Exception as error:  # noqa: BLE001 — a channel of one package keeps no other from its turn
                    failed = failed or error
        if failed is not None:
            raise failed

    return each_record(event, handle, consumer=consumer, needs=NEEDS)
