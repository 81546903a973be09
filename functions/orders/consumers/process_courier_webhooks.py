"""Queue `courier-webhooks`: messages of couriers, kept in the inbox."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import courier_webhooks
from functions.shared.events.batches import each_record
from functions.shared.outside.time_left import in_time


@in_time
def process_courier_webhooks(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, courier_webhooks.process, consumer="courier-webhooks")
