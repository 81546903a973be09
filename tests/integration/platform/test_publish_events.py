"""From stream records to the bus: moto's bus with a rule into a queue, so that what is published can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions.platform.app import publish_events
from functions.platform.events.publish_events import NothingPublished
from functions.platform.store.records import PlatformTable
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import aws


@pytest.fixture(autouse=True)
def queues() -> Iterator[dict[str, str]]:
    sqs, events = boto3.client("sqs"), boto3.client("events")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("seen", "dead")}
    arn = sqs.get_queue_attributes(QueueUrl=urls["seen"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.create_event_bus(Name="shop")
    events.put_rule(Name="all", EventBusName="shop", EventPattern=json.dumps({"source": ["shop"]}))
    events.put_targets(Rule="all", EventBusName="shop", Targets=[{"Id": "q", "Arn": arn}])
    patch = pytest.MonkeyPatch()
    patch.setenv("QUEUE_EVENT_PUBLISHER_DLQ", urls["dead"])
    yield urls
    patch.undo()
    events.remove_targets(Rule="all", EventBusName="shop", Ids=["q"])
    events.delete_rule(Name="all", EventBusName="shop")
    events.delete_event_bus(Name="shop")
    for url in urls.values():
        sqs.delete_queue(QueueUrl=url)


def records(count: int) -> list[dict[str, Any]]:
    """Stream records of `count` events, as DynamoDB hands them on; each event's language is its number."""
    found = []
    for number in range(count):
        item = event_put(PlatformTable, "CUS#1", CustomerRegistered("cus_1", str(number)), subject="cus_1", actor=SYSTEM).record
        image = {"pk": {"S": item.pk}, "sk": {"S": item.sk}, "kind": {"S": item.kind}, "body": {"S": item.body}}
        keys = {"pk": image["pk"], "sk": image["sk"]}
        found.append({
            "eventID": str(number), "eventName": "INSERT", "eventSource": "aws:dynamodb",
            "eventSourceARN": "arn:aws:dynamodb:::table/platform",
            "dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": str(1000 + number), "StreamViewType": "NEW_AND_OLD_IMAGES"},
        })  # fmt: skip
    return found


def received(url: str) -> list[Any]:
    sqs = boto3.client("sqs")
    found: list[Any] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def seen(queues: dict[str, str]) -> list[int]:
    return [int(message["detail"]["data"]["language"]) for message in received(queues["seen"])]


def test_events_reach_the_bus_in_their_order(queues: dict[str, str]) -> None:
    """P05"""
    given = records(25)
    assert publish_events({"Records": given}, None) == {"batchItemFailures": []}
    messages = received(queues["seen"])
    assert [json.dumps(m["detail"], sort_keys=True) for m in messages] == [
        json.dumps(json.loads(r["dynamodb"]["NewImage"]["body"]["S"]), sort_keys=True) for r in given
    ]
    assert {(m["source"], m["detail-type"]) for m in messages} == {("shop", "customer.registered")}


def test_other_records_are_none_of_its_business(queues: dict[str, str]) -> None:
    state, changed, removed = records(3)
    state["dynamodb"]["NewImage"]["kind"]["S"] = "customer"
    changed["eventName"] = "MODIFY"
    removed |= {"eventName": "REMOVE", "dynamodb": {"Keys": {}, "SequenceNumber": "1"}}
    assert publish_events({"Records": [state, changed, removed]}, None) == {"batchItemFailures": []}
    assert (received(queues["seen"]), received(queues["dead"])) == ([], [])


def test_poison_is_put_aside_and_holds_up_nobody(queues: dict[str, str]) -> None:
    """P05"""
    given = records(4)
    given[1]["dynamodb"]["NewImage"]["body"]["S"] = "{not json"
    assert publish_events({"Records": given}, None) == {"batchItemFailures": []}
    assert seen(queues) == [0, 2, 3]
    assert received(queues["dead"]) == [
        {
            "reason": "the body is not an event envelope",
            "source": "arn:aws:dynamodb:::table/platform",
            "keys": given[1]["dynamodb"]["Keys"],
            "sequence_number": "1001",
        }
    ]


def test_poison_that_cannot_be_put_aside_is_tried_again(queues: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    given = records(3)
    given[1]["dynamodb"]["NewImage"]["body"]["S"] = "{not json"
    monkeypatch.setenv("QUEUE_EVENT_PUBLISHER_DLQ", queues["dead"] + "-gone")
    assert publish_events({"Records": given}, None) == {"batchItemFailures": [{"itemIdentifier": "1001"}]}
    assert seen(queues) == [0]


class Bus:
    """A bus that refuses single entries, or everything; moto's takes all."""

    def __init__(self, refused: set[int], error: Exception | None = None) -> None:
        self.refused, self.error = refused, error
        self.real = boto3.client("events")

    def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 — boto3's own name
        if self.error:
            raise self.error
        taken = [e for e in Entries if self._number(e) not in self.refused]
        if taken:
            self.real.put_events(Entries=taken)
        outcome = [{"ErrorCode": "InternalFailure"} if self._number(e) in self.refused else {"EventId": "1"} for e in Entries]
        return {"Entries": outcome, "FailedEntryCount": len(Entries) - len(taken)}

    @staticmethod
    def _number(entry: dict[str, str]) -> int:
        return int(json.loads(entry["Detail"])["data"]["language"])


def test_a_refused_entry_stops_the_batch_there(queues: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """P05"""
    given = records(25)
    monkeypatch.setattr(aws, "client", lambda _: Bus({13, 17}))
    assert publish_events({"Records": given}, None) == {"batchItemFailures": [{"itemIdentifier": "1013"}]}
    monkeypatch.undo()
    assert publish_events({"Records": given[13:]}, None) == {"batchItemFailures": []}
    assert set(seen(queues)) == set(range(25)), "nothing is lost"


class FussyBus:
    """Refuses an entry for good: by itself in its answer, or the request it stands in (`whole`), as the real one does."""

    def __init__(self, poison: int, code: str, *, whole: bool) -> None:
        self.poison, self.code, self.whole = poison, code, whole
        self.real = boto3.client("events")

    def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 — boto3's own name
        numbers = [Bus._number(entry) for entry in Entries]
        if self.whole and self.poison in numbers:
            raise ClientError({"Error": {"Code": self.code, "Message": "no"}}, "PutEvents")
        self.real.put_events(Entries=[entry for entry, number in zip(Entries, numbers, strict=True) if number != self.poison])
        outcome = [{"ErrorCode": self.code} if number == self.poison else {"EventId": "1"} for number in numbers]
        return {"Entries": outcome, "FailedEntryCount": numbers.count(self.poison)}


@pytest.mark.parametrize(("code", "whole"), [("MalformedDetail", False), ("InvalidArgument", False), ("ValidationException", True)])
def test_what_the_bus_never_takes_is_set_aside_and_holds_up_nobody(
    queues: dict[str, str], monkeypatch: pytest.MonkeyPatch, code: str, whole: bool
) -> None:
    given, real = records(12), aws.client
    bus = FussyBus(3, code, whole=whole)
    monkeypatch.setattr(aws, "client", lambda name: bus if name == "events" else real(name))
    assert publish_events({"Records": given}, None) == {"batchItemFailures": []}
    monkeypatch.undo()
    assert sorted(seen(queues)) == [number for number in range(12) if number != 3]
    (letter,) = received(queues["dead"])
    assert (letter["keys"], letter["reason"]) == (given[3]["dynamodb"]["Keys"], f"the bus takes it never: {code}")


@pytest.mark.parametrize("bus", [{"refused": {0}}, {"refused": set(), "error": EndpointConnectionError(endpoint_url="x")}])
def test_no_progress_at_all_is_a_failure_an_alarm_sees(
    queues: dict[str, str], monkeypatch: pytest.MonkeyPatch, bus: dict[str, Any]
) -> None:
    monkeypatch.setattr(aws, "client", lambda _: Bus(**bus))
    with pytest.raises(NothingPublished):
        publish_events({"Records": records(3)}, None)
