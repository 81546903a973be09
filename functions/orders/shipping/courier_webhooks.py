"""A courier's message: verified, put into the inbox, queued, acknowledged; worked on later. No business work inside their time limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.orders.shipping import tracking
from functions.orders.shipping.billed_weight import note_billed
from functions.orders.shipping.confirmed_ends import confirmed
from functions.orders.shipping.corrected_carrier import note_corrected
from functions.orders.shipping.follow_again import follow_again
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_by_waybill
from functions.shared.events.envelope import Actor
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid, NotFound, Unavailable, Unreadable
from functions.shared.plain.settings import queue_url, table_name
from functions.shared.sealing import opened_of_month, sealed_this_month
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, Update, put_new, transact
from functions.shipping import Answer, Courier, CourierMessage, Forged, Problem, Webhook, carriers_followed_by, courier_of_messages


class InboxRecord(OrdersTable):
    """pk `INBOX#<courier>#<id>`, sk `INBOX`: a message as it came, with the `token` of its address, until it was worked on:
    couriers name who signed, and where, so it is sealed with the key of its month. The rest goes after a while by `ttl`."""

    class Meta:
        table_name = table_name("orders")

    token = UnicodeAttribute(null=True)


KEEP = timedelta(days=90)
_SK = "INBOX"


def receive(code: str, webhook: Webhook) -> Answer:
    """Keep a verified message and queue it; what the courier wants to hear. Raises NotFound for a courier that we do not work with.

    One DynamoDB write. A duplicate is queued again: the first delivery may have died between inbox and queue, and working on a message
    twice changes nothing.
    """
    courier = courier_of_messages(code)
    try:
        courier.verify_webhook(webhook, clock.now())
        delivery = courier.read_webhook(webhook)
    except Forged:
        fact("courier.forged", courier=code)
        return courier.acknowledge(Problem.FORGED)
    except (Unreadable, Invalid) as error:
        fact("courier.unreadable", courier=code, reason=error.code)
        return courier.acknowledge(Problem.UNREADABLE)
    item = InboxRecord(
        pk=_inbox(code, delivery.id), sk=_SK, kind="inbox",
        body=sealed_this_month("couriers", _inbox(code, delivery.id), webhook.raw.decode()),
        token=webhook.token or None,
        ttl=int((clock.now() + KEEP).timestamp()),
    )  # fmt: skip
    try:
        transact([put_new(item)])
    except Exists:
        fact("courier.duplicate", courier=code, event_id=delivery.id)
    body = json.dumps({"courier": code, "event_id": delivery.id})
    aws.client("sqs").send_message(QueueUrl=queue_url("courier-webhooks"), MessageBody=body)
    return courier.acknowledge()


def process(record: Mapping[str, Any]) -> None:
    """Work on one queued message. Raises when its parcel is not known (yet): the queue tries again, then people look."""
    queued = json.loads(record["body"])
    code, event_id = str(queued["courier"]), str(queued["event_id"])
    item = find(InboxRecord, _inbox(code, event_id), _SK)
    if item is None:
        raise NotFound("This message is not in the inbox.")
    if not item.body:
        return
    came = times.iso(times.from_epoch(int(item.ttl or 0)) - KEEP)
    raw, courier = opened_of_month("couriers", item.pk, item.body), courier_of_messages(code)
    webhook = Webhook({}, raw.encode(), item.token or "", came)
    for message in courier.read_webhook(webhook).messages:
        _take_in(courier, code, event_id, message)
        if message.follow_again:
            for order_id, shipment_id in _parcels(code, message):
                follow_again(order_id, shipment_id, came)
    transact([Update(InboxRecord, item.pk, item.sk, [InboxRecord.body.remove()], InboxRecord.pk.exists())])


def _take_in(courier: Courier, code: str, event_id: str, message: CourierMessage) -> None:
    if message.corrected_company:
        fact("courier.company_corrected", courier=code, company=message.corrected_company, event_id=event_id)
    for event in message.events:
        if event.known is None:
            fact("courier.unknown_status", courier=code, code=event.code, event_id=event_id)
    found = _parcels(code, message)
    if not found:
        raise Unavailable("No parcel has this waybill yet.", code="unknown_waybill")
    for order_id, shipment_id in found:
        actor = Actor("courier", code)
        if message.corrected_company:
            note_corrected(order_id, shipment_id, code, message.corrected_company, actor=actor)
        if message.events or message.eta or message.collect_code:
            scans = confirmed(courier, message, order_id, shipment_id)
            tracking.take_in(order_id, shipment_id, scans, actor=actor, eta=message.eta, collect_code=message.collect_code)
        if message.billed_weight_g is not None:
            note_billed(order_id, shipment_id, message.billed_weight_g, actor=actor)


def _parcels(code: str, message: CourierMessage) -> list[tuple[str, str]]:
    """(order id, shipment id). Of a courier that follows parcels of many carriers, those of the one it means. Where it tells our own id
    back, that parcel alone: a number is only a number, and carriers use theirs again."""
    found = parcels_by_waybill(code, message.waybill)
    if not found:
        carriers = carriers_followed_by(code, message.company)
        found = [one for carrier in carriers if carrier != code for one in parcels_by_waybill(carrier, message.waybill)]
    return [one for one in found if message.shipment_id in ("", one[1])]


def _inbox(code: str, event_id: str) -> str:
    return f"INBOX#{code}#{event_id}"
