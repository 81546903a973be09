"""X43: from `POST /v1/orders` through the event, bus and queue to the webhook and the mail, one trace id is told."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from functions.notifications.app import notify
from functions.orders.store.records import OrdersTable
from functions.platform.events.event_entries import entry_of
from functions.shared.outside import clock
from tests.integration.notifications.webhooks.subscribers import Stage
from tests.integration.orders.buyer import a_guest, a_variant
from tests.support.events import events_in, sqs

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_one_trace_goes_from_the_order_to_webhook_and_mail(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    stage.made(("order.placed",))
    buyer = a_guest()
    buyer.add(a_variant())
    buyer.ready()
    caplog.clear()
    placed = buyer.place(traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    assert placed.status == 201
    (event,) = events_in(OrdersTable, "order.placed")
    stored = next(one for one in OrdersTable.scan(OrdersTable.kind == "event") if event.id in one.sk)
    image = {"kind": {"S": "event"}, "body": {"S": stored.body}}
    on_the_bus = entry_of({"dynamodb": {"SequenceNumber": "1", "NewImage": image}})
    message = sqs([{"source": "shop", "detail-type": on_the_bus.type, "detail": json.loads(on_the_bus.detail)}])
    assert notify(message, None) == {"batchItemFailures": []}
    stage.now = clock.now()
    stage.tell(event)
    stage.settle()
    (heard,) = stage.outside.heard
    version, trace, span, flags = heard.trace.split("-")
    assert (version, trace, flags, len(span)) == ("00", TRACE, "01", 16)
    told: dict[str, Any] = {line.message: line for line in caplog.records if getattr(line, "trace_id", "") == TRACE}
    assert {"request", "record", "message.sent", "webhook.tried"} <= set(told)
    assert told["webhook.tried"].span_id == span
