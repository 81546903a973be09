"""A courier's message: verified, put into the inbox, queued, acknowledged; worked on later. No business work inside their time limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.orders.shipping import tracking
from functions.orders.shipping.couriers import carriers
from functions.orders.shipping.couriers.port import Courier
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_by_waybill
from functions.shared.events.envelope import Actor
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import queue_url
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, put_new, transact

KEEP = timedelta(days=90)
_SK = "INBOX"


def receive(code: str, headers: Mapping[str, str], raw: bytes) -> None:
    """Keep a verified message and queue it. Raises Forged, NotFound for a courier we do not work with, Invalid for a strange body.

    One DynamoDB request. A duplicate is queued again: the first delivery may have died between inbox and queue, and working on a
    message twice changes nothing.
    """
    courier = _courier(code)
    courier.verify(headers, raw, clock.now())
    message = courier.read(raw)
    pk = f"INBOX#{code}#{message.id}"
    item = OrdersTable(pk=pk, sk=_SK, kind="inbox", body=raw.decode(), ttl=int((clock.now() + KEEP).timestamp()))
    try:
        transact([put_new(item)])
    except Exists:
        fact("courier.duplicate", courier=code, event_id=message.id)
    body = json.dumps({"courier": code, "event_id": message.id})
    aws.client("sqs").send_message(QueueUrl=queue_url("courier-webhooks"), MessageBody=body)


def process(record: Mapping[str, Any]) -> None:
    """Work on one queued message. Raises when its parcel is not known (yet): the queue tries again, then people look."""
    queued = json.loads(record["body"])
    code, event_id = str(queued["courier"]), str(queued["event_id"])
    item = find(OrdersTable, f"INBOX#{code}#{event_id}", _SK)
    if item is None:
        raise NotFound("This message is not in the inbox.")
    message = _courier(code).read((item.body or "").encode())
    for event in message.events:
        if event.known is None:
            fact("courier.unknown_status", courier=code, code=event.code, event_id=event_id)
    found = parcels_by_waybill(code, message.waybill)
    if not found:
        raise Unavailable("No parcel has this waybill yet.", code="unknown_waybill")
    for order_id, shipment_id in found:
        tracking.take_in(order_id, shipment_id, message.events, actor=Actor("courier", code))


def _courier(code: str) -> Courier:
    carrier = carriers().get(code)
    if carrier is None or carrier.courier is None:
        raise NotFound("There is no such courier.")
    return carrier.courier
