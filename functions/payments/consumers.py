"""What queues bring: `payment-webhooks` verified webhooks and payments whose provider is to be asked, `payment-orders` what orders tell,
`reconciliations` bills to compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from functions.payments.attempts.capture_payment import capture_shipped
from functions.payments.attempts.deadline import follow_order
from functions.payments.attempts.poll_payment import poll
from functions.payments.reconciling.reconcile import reconcile
from functions.payments.refunds import follow_orders
from functions.payments.webhooks.process_webhook import process
from functions.shared.events.batches import each_event, each_record
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderHoldExtended,
    OrderPaymentSetAside,
    OrderShipped,
    ShipmentCreated,
    ShipmentTracked,
)
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of

# One call to a provider at its slowest (exchange.py), and the writes after it.
_ONE_CALL = 12.0
# Whose messages are asked back before they are booked (`requery_after_webhook`), named here so that no adapter is loaded to sort.
_ASKED_BACK = frozenset({"unionpay"})


def consume(event: Mapping[str, Any]) -> dict[str, Any]:
    """What waits for no provider comes first, so that a slow one holds up its own messages only; what there is no time for goes back."""
    records = sorted(event["Records"], key=_asks_somebody)
    return each_record({"Records": records}, _handle, consumer="payment-worker", needs=_ONE_CALL)


def _asks_somebody(record: Mapping[str, Any]) -> bool:
    content = json.loads(record["body"])
    return "poll" in content or content["provider"] in _ASKED_BACK


def reconcile_bills(event: Mapping[str, Any]) -> dict[str, Any]:
    def handle(record: Mapping[str, Any]) -> None:
        content = json.loads(record["body"])
        reconcile(content["provider"], date.fromisoformat(content["day"]))

    return each_record(event, handle, consumer="reconcile-worker")


def hear_orders(event: Mapping[str, Any]) -> dict[str, Any]:
    handlers = {
        OrderPaymentSetAside.TYPE: lambda envelope: follow_orders.return_set_aside(data_of(envelope, OrderPaymentSetAside)),
        OrderDisputeClosed.TYPE: lambda envelope: follow_orders.return_won(data_of(envelope, OrderDisputeClosed)),
        OrderCancelled.TYPE: lambda envelope: follow_orders.end_payments(data_of(envelope, OrderCancelled)),
        OrderHoldExtended.TYPE: lambda envelope: _follow(data_of(envelope, OrderHoldExtended)),
        **{kind.TYPE: _capture_held(kind) for kind in (OrderShipped, ShipmentCreated, ShipmentTracked)},
    }
    return each_event(event, handlers, consumer="payment-orders", needs=_ONE_CALL)


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
