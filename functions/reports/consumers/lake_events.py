"""Queue `lake-events`: what becomes of orders, for the lake; erasure.requested."""

from __future__ import annotations

from typing import Any

from functions.reports.events.hear import HEARD, hear_erasures, hear_orders
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.outside.time_left import in_time


@in_time
def lake_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {**dict.fromkeys(HEARD, hear_orders), ErasureRequested.TYPE: hear_erasures}
    return all_events(event, handlers, consumer="lake-events")
