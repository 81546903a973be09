"""What queues start in shipping."""

from __future__ import annotations

from typing import Any

from functions.orders import courier_webhooks, fulfilment
from functions.shared.batches import each_event, each_record
from functions.shared.contracts.order_troubles import OrderDisputeClosed
from functions.shared.contracts.orders import OrderPaid, OrderReleased


def fulfil(event: dict[str, Any]) -> dict[str, Any]:
    """Also once a dispute is over: what it held back goes on."""
    told = (OrderPaid, OrderReleased, OrderDisputeClosed)
    return each_event(event, {kind.TYPE: fulfilment.fulfil_paid for kind in told}, consumer="fulfilment")


def process_courier_webhooks(event: dict[str, Any]) -> dict[str, Any]:
    return each_record(event, courier_webhooks.process, consumer="courier-webhooks")
