"""`shop republish`: events are sent again from their items; `shop redrive event-publisher`: those that were set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.orders.store.records import OrdersTable, order_pk
from functions.payments.store.records import PaymentsTable, payment_pk
from functions.shared.events.contracts.order_notes import OrderClaimed
from functions.shared.events.contracts.orders import OrderFulfilling
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.events.envelope import SYSTEM, Payload
from functions.shared.events.events import event_put
from functions.shared.store.records import Record
from infra.cli.redrive import Target, depths
from infra.cli.republish import PUBLISHER, Wanted, events, publish, publish_set_aside
from infra.local.trouble import Trouble
from infra.outputs import Outputs
from tests.support.tables import TABLES

REGION = "us-east-1"


class Stage:
    """Tables, a bus that a queue listens to, and the publisher's dead-letter queue."""

    def __init__(self) -> None:
        self.sqs, self.bus = boto3.client("sqs"), boto3.client("events")
        self.seen, self.dead = (self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("seen", "set-aside"))
        self.bus.create_event_bus(Name="shop")
        self.bus.put_rule(Name="all", EventBusName="shop", EventPattern=json.dumps({"source": ["shop"]}))
        arn = self.sqs.get_queue_attributes(QueueUrl=self.seen, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.bus.put_targets(Rule="all", EventBusName="shop", Targets=[{"Id": "q", "Arn": arn}])
        nothing: dict[str, Any] = dict.fromkeys(Outputs.__dataclass_fields__, "")
        given = {"event_bus": "shop", "tables": {name: name for name in TABLES}, "queues": {}, "dead_letter_queues": {PUBLISHER: self.dead}}
        self.place = Target(boto3.Session(region_name=REGION), Outputs(**(nothing | given)))
        self.unpublishable: list[str] = []

    def close(self) -> None:
        self.bus.remove_targets(Rule="all", EventBusName="shop", Ids=["q"])
        self.bus.delete_rule(Name="all", EventBusName="shop")
        self.bus.delete_event_bus(Name="shop")
        for url in (self.seen, self.dead):
            self.sqs.delete_queue(QueueUrl=url)

    def republish(self, wanted: Wanted) -> list[str]:
        """The ids of what arrived, in order."""
        sent = publish(self.place, events(self.place, wanted, self.unpublishable.append))
        arrived = self.arrived()
        assert sent == len(arrived)
        return arrived

    def arrived(self) -> list[str]:
        found: list[str] = []
        while messages := self.sqs.receive_message(QueueUrl=self.seen, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"])["detail"]["id"])
                self.sqs.delete_message(QueueUrl=self.seen, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.close()


def told(model: type[Record], pk: str, payload: Payload, subject: str, hour: int) -> str:
    record = event_put(model, pk, payload, subject=subject, actor=SYSTEM, at=datetime(2026, 11, 26, hour, tzinfo=UTC)).record
    record.save()
    return str(json.loads(record.body)["id"])


@pytest.fixture
def ids() -> dict[str, str]:
    return {
        "claimed": told(OrdersTable, order_pk("ord_1"), OrderClaimed("ord_1", "N1", "cus_1"), "ord_1", 8),
        "fulfilling": told(OrdersTable, order_pk("ord_1"), OrderFulfilling("ord_1", "N1"), "shp_1", 9),
        "other": told(OrdersTable, order_pk("ord_2"), OrderFulfilling("ord_2", "N2"), "ord_2", 10),
        "failed": told(PaymentsTable, payment_pk("pay_1"), PaymentFailed("pay_1", "ord_1", "sandbox", ""), "pay_1", 11),
    }


def at(hour: int) -> datetime:
    return datetime(2026, 11, 26, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(subject="ord_1"), ["claimed", "fulfilling"]),
        (Wanted(subject="pay_1"), ["failed"]),
        (Wanted(subject="shp_1"), ["fulfilling"]),
        (Wanted(types=frozenset({"order.fulfilling"})), ["fulfilling", "other"]),
        (Wanted(subject="ord_1", types=frozenset({"order.claimed"})), ["claimed"]),
        (Wanted(since=at(9), until=at(11)), ["fulfilling", "other"]),
        (Wanted(since=at(11)), ["failed"]),
        (Wanted(subject="ord_1", until=at(9)), ["claimed"]),
        (Wanted(subject="ord_9"), []),
    ],
)
def test_what_is_asked_for_is_sent_again(stage: Stage, ids: dict[str, str], wanted: Wanted, expected: list[str]) -> None:
    assert sorted(stage.republish(wanted)) == sorted(ids[name] for name in expected)


def test_everything_is_sent_only_when_it_is_said(stage: Stage) -> None:
    with pytest.raises(Trouble, match="Say which events"):
        Wanted()


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"since": at(9), "until": at(8)}, "nothing lies between"),
        ({"since": at(9), "until": at(9)}, "nothing lies between"),
        ({"types": frozenset({"order.payed"})}, "did you mean .*order.paid"),
        ({"subject": "ord_1", "types": frozenset({"😀"})}, "docs/events.md"),
    ],
)
def test_a_slip_is_told_and_does_not_read_as_nothing_found(slip: dict[str, Any], told: str) -> None:
    with pytest.raises(Trouble, match=told):
        Wanted(**slip)


def test_an_event_that_cannot_be_published_is_named_and_holds_up_nobody(stage: Stage, ids: dict[str, str]) -> None:
    OrdersTable(pk=order_pk("ord_1"), sk="EVT#2026-11-26T08:30:00.000Z#evt_x", kind="event", body="{").save()
    assert stage.republish(Wanted(subject="ord_1")) == [ids["claimed"], ids["fulfilling"]]
    assert stage.unpublishable == ["ORD#ord_1 EVT#2026-11-26T08:30:00.000Z#evt_x: the body is not an event envelope"]


def test_what_was_set_aside_is_sent_once_it_can_be(stage: Stage, ids: dict[str, str]) -> None:
    """The dead letter names the item; one that is poison still stays where people look."""
    mended, poison = (f"EVT#2026-11-26T12:00:00.000Z#{name}" for name in ("evt_m", "evt_p"))
    good = next(OrdersTable.query(order_pk("ord_2"), OrdersTable.sk.startswith("EVT#"))).body
    OrdersTable(pk=order_pk("ord_2"), sk=mended, kind="event", body=good).save()
    OrdersTable(pk=order_pk("ord_2"), sk=poison, kind="event", body="{").save()
    for sk in (mended, poison, "EVT#gone"):
        keys = {"pk": {"S": order_pk("ord_2")}, "sk": {"S": sk}}
        letter = {"reason": "…", "source": "arn:aws:dynamodb:us-east-1:1:table/orders/stream/now", "keys": keys, "sequence_number": "1"}
        stage.sqs.send_message(QueueUrl=stage.dead, MessageBody=json.dumps(letter))
    assert publish_set_aside(stage.place) == (1, 2)
    assert stage.arrived() == [ids["other"]]
    stage.sqs.get_queue_attributes(QueueUrl=stage.dead, AttributeNames=["All"])
    assert depths(stage.place)[PUBLISHER] == 0, "both that are left are hidden until they can be received again"
