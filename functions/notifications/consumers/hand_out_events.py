"""Queue `webhooks`: events that endpoints outside can be told of."""

from __future__ import annotations

from typing import Any

from functions.notifications.deliveries.hand_out import Slot, call_workers, hand_out
from functions.notifications.model.lane import SETTLE
from functions.notifications.store.endpoints import endpoints
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.events import from_queue
from functions.shared.outside.time_left import in_time


@in_time
def hand_out_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    known, slots = endpoints(), set[Slot]()
    if not known:
        # Most shops have none, and nearly all their events come by here.
        return {"batchItemFailures": []}

    def handle(record: SqsRecord) -> None:
        slots.update(hand_out(from_queue(record), known))

    answer = each_record(event, handle, consumer="webhooks")
    call_workers(slots, delay=int(SETTLE.total_seconds()))
    return answer
