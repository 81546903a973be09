"""What queues start in shipping."""

from __future__ import annotations

from typing import Any

from functions.orders import courier_webhooks, fulfilment
from functions.shared.batches import each_event, each_record
from functions.shared.contracts.orders import OrderPaid, OrderReleased


def fulfil(event: dict[str, Any]) -> dict[str, Any]:
    return each_event(event, {OrderPaid.TYPE: fulfilment.fulfil_paid, OrderReleased.TYPE: fulfilment.fulfil_paid}, consumer="fulfilment")


def process_courier_webhooks(event: dict[str, Any]) -> dict[str, Any]:
    return each_record(event, courier_webhooks.process, consumer="courier-webhooks")
