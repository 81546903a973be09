"""What follows when an order is paid, as its two queues do it: it is planned, and its parcels get their waybills."""

from __future__ import annotations

from typing import Any

from functions.orders import app
from functions.orders.store.records import OrdersTable
from tests.support.events import events_in, sqs_of_events


def fulfil(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Both consumers on the messages, then the second on every parcel that was planned so far."""
    planned = app.plan_orders(event, None)["batchItemFailures"]
    booked = app.fulfil(event, None)["batchItemFailures"]
    told = app.fulfil(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None)["batchItemFailures"]
    return {"batchItemFailures": [*planned, *booked, *told]}
