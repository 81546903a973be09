"""What queues bring: `payment-webhooks` verified webhooks and payments whose provider is to be asked, `payment-orders` what orders tell,
`reconciliations` bills to compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from functions.payments import follow_orders
from functions.payments.capture_payment import capture_shipped
from functions.payments.deadline import follow_order
from functions.payments.poll_payment import poll
from functions.payments.process_webhook import process
from functions.payments.reconcile import reconcile
from functions.shared.batches import each_event, each_record
from functions.shared.contracts.orders import (
    OrderCancelled,
    OrderHoldExtended,
    OrderPaymentSetAside,
    OrderShipped,
    ShipmentCreated,
    ShipmentTracked,
)
from functions.shared.events import Envelope, data_of


def consume(event: Mapping[str, Any]) -> dict[str, Any]:
    return each_record(event, _handle, consumer="payment-worker")


def reconcile_bills(event: Mapping[str, Any]) -> dict[str, Any]:
    def handle(record: Mapping[str, Any]) -> None:
        content = json.loads(record["body"])
        reconcile(content["provider"], date.fromisoformat(content["day"]))

    return each_record(event, handle, consumer="reconcile-worker")


def hear_orders(event: Mapping[str, Any]) -> dict[str, Any]:
    handlers = {
        OrderPaymentSetAside.TYPE: lambda envelope: follow_orders.return_set_aside(data_of(envelope, OrderPaymentSetAside)),
        OrderCancelled.TYPE: lambda envelope: follow_orders.end_payments(data_of(envelope, OrderCancelled)),
        OrderHoldExtended.TYPE: lambda envelope: _follow(data_of(envelope, OrderHoldExtended)),
        **{kind.TYPE: _capture_held(kind) for kind in (OrderShipped, ShipmentCreated, ShipmentTracked)},
    }
    return each_event(event, handlers, consumer="payment-orders")


def _follow(extended: OrderHoldExtended) -> None:
    follow_order(extended.order_id, extended.payment_deadline)


def _capture_held(kind: type[OrderShipped | ShipmentCreated | ShipmentTracked]) -> Callable[[Envelope], None]:
    """A parcel handed over by hand is told by its creation, another one by its trace."""
    return lambda envelope: capture_shipped(data_of(envelope, kind).order_id)


def _handle(record: Mapping[str, Any]) -> None:
    content = json.loads(record["body"])
    if "poll" in content:
        poll(content["poll"])
    else:
        process(content["provider"], content["key"])
