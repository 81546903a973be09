"""Events from a channel's queue: those of the bus, and those whose message was held and is due."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from functions.notifications.model.message import OVER, State
from functions.notifications.sending.asked import REQUESTED
from functions.notifications.sending.notify import tell
from functions.notifications.sending.wording import EVENTS
from functions.notifications.store.messages import Key, find_message, keep
from functions.shared.events.batches import NEEDS, SqsRecord, each_record
from functions.shared.events.events import from_queue
from functions.shared.store.again import Overtaken


def tell_each(event: Mapping[str, Any], channels: Sequence[str], *, consumer: str) -> dict[str, Any]:
    """One of several channels that fails makes its event come again; the others find their messages sent then."""

    def handle(record: SqsRecord) -> None:
        envelope = from_queue(record)
        if envelope.type not in EVENTS and envelope.type != REQUESTED:
            return
        body = json.loads(record["body"])
        only, held = body.get("channel"), body.get("held")
        failed: Exception | None = None
        for channel in channels:
            if only in (None, channel):
                try:
                    tell(envelope, channel)
                except Exception as error:  # noqa: BLE001 — a channel of one package keeps no other from its turn
                    failed = failed or error
        if failed is not None:
            raise failed
        if held:
            _end_untouched((held["pk"], held["sk"]), held["version"])

    return each_record(event, handle, consumer=consumer, needs=NEEDS)


def _end_untouched(key: Key, version: int) -> None:
    """It was held, its event came once more, and nobody made it: the device, the address or the text it was for is gone, or there is
    nothing to say any more. It would be woken for ever."""
    found = find_message(key)
    if found is None or found[1] != version or found[0].state in OVER:
        return
    with suppress(Overtaken):
        keep(key, version, replace(found[0], state=State.SKIPPED, reason="over", lease_until="", until=""))
