"""What queues start in shipping."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import courier_webhooks, fulfilment
from functions.shared.events.batches import each_event, each_record
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.shipments import ShipmentPlanned

# Seconds: one call to a courier at its slowest, and the writes after it.
_ONE_CALL = 12.0


def fulfil(event: dict[str, Any]) -> dict[str, Any]:
    """Also once a dispute is over: what it held back goes on."""
    handlers = {ShipmentPlanned.TYPE: fulfilment.book_planned, OrderDisputeClosed.TYPE: fulfilment.book_held_back}
    return each_event(event, handlers, consumer="fulfilment", needs=_ONE_CALL)


def process_courier_webhooks(event: dict[str, Any]) -> dict[str, Any]:
    return each_record(event, courier_webhooks.process, consumer="courier-webhooks")
