"""Queues: what waits, what lies dead, and sending it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.platform import app as platform
from functions.platform.operations import told
from tests.support.http import Client
from tests.support.identity import bearer

OWNER = "11111111-1111-4111-8111-111111111111"
EVENT = {
    "detail-type": "order.paid",
    "detail": {
        "id": "evt_1", "type": "order.paid", "subject": "ord_1", "correlation_id": "c-1",
        "data": {"order_id": "ord_1", "amount": 1200, "email": "li@example.com", "name": "Li Lei", "note": "ring at 5, +86 139 1234 5678"},
    },
}  # fmt: skip


class Queues:
    def __init__(self) -> None:
        self.sqs: Any = boto3.client("sqs")
        self.urls = {name: self._make(name) for name in ("fulfilment", "notifications", *self._dead())}

    @staticmethod
    def _dead() -> tuple[str, ...]:
        return ("fulfilment-dlq", "notifications-dlq", "bus-dlq", "stock-projector-dlq")

    def _make(self, name: str) -> str:
        return str(self.sqs.create_queue(QueueName=f"shop-test-{name}")["QueueUrl"])

    def put(self, name: str, body: Any, **attributes: str) -> str:
        given = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
        text = body if isinstance(body, str) else json.dumps(body)
        return str(self.sqs.send_message(QueueUrl=self.urls[name], MessageBody=text, MessageAttributes=given)["MessageId"])

    def bodies(self, name: str) -> list[str]:
        found: list[str] = []
        while messages := self.sqs.receive_message(QueueUrl=self.urls[name], MaxNumberOfMessages=10).get("Messages", []):
            found += [one["Body"] for one in messages]
        return sorted(found)


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queues]:
    monkeypatch.setenv(told.QUEUES, "fulfilment notifications")
    monkeypatch.setenv(told.UNDELIVERED, "bus stock-projector")
    told.forget()
    yield Queues()
    told.forget()


def owner() -> Client:
    return Client(platform.app, bearer("owner", subject=OWNER))


def letters(name: str) -> dict[str, Any]:
    found: dict[str, Any] = owner().get(f"/v1/admin/queues/{name}/letters").json
    return found


def redrive(name: str, body: Any = None, **headers: str) -> Any:
    return owner().post(f"/v1/admin/queues/{name}/redrive", body, **headers)


def test_each_queue_tells_what_waits_and_what_lies_dead(queues: Queues) -> None:
    """X38"""
    queues.put("notifications", EVENT)
    queues.put("fulfilment-dlq", EVENT)
    rows = {one["name"]: one for one in owner().get("/v1/admin/queues").json["data"]}
    assert list(rows) == ["bus", "fulfilment", "notifications", "stock-projector"]
    assert (rows["notifications"]["waiting"], rows["notifications"]["dead_letters"]) == (1, 0)
    assert (rows["fulfilment"]["waiting"], rows["fulfilment"]["dead_letters"]) == (0, 1)
    assert (rows["bus"]["waiting"], rows["bus"]["dead_letters"], rows["bus"]["oldest_seconds"]) == (None, 0, None)


def test_letters_are_shown_masked_and_a_look_changes_nothing(queues: Queues) -> None:
    """X38, O09"""
    number = queues.put("fulfilment-dlq", EVENT)
    seen = letters("fulfilment")
    (letter,) = seen["letters"]
    assert (letter["id"], seen["total"], letter["reason"]) == (number, 1, None)
    assert letter["event"] == {"id": "evt_1", "type": "order.paid", "subject": "ord_1", "correlation_id": "c-1"}
    assert letter["content"]["detail"]["data"]["amount"] == 1200
    text = json.dumps(seen)
    assert not [one for one in ("li@", "Lei", "1234 5678") if one in text]
    assert letters("fulfilment") == seen
    assert queues.bodies("fulfilment-dlq") == [json.dumps(EVENT)]


def test_why_the_bus_could_not_deliver_stands_beside_the_letter(queues: Queues) -> None:
    queues.put("bus-dlq", EVENT, ERROR_CODE="NO_PERMISSIONS", ERROR_MESSAGE="not allowed", TARGET_ARN="arn:x:shop-test-fulfilment")
    assert letters("bus")["letters"][0]["reason"] == "NO_PERMISSIONS: not allowed"


@pytest.mark.parametrize("body", ["no json", "[1]", '"text"', "null", '{"detail": 7}', '{"detail": {"type": {"a": 1}}}', "\ud83d\ude00"])
def test_a_letter_that_is_no_event_is_still_shown(queues: Queues, body: str) -> None:
    queues.put("fulfilment-dlq", body)
    assert len(letters("fulfilment")["letters"]) == 1


def test_all_go_back_each_once_and_the_same_call_again_moves_nothing(queues: Queues) -> None:
    """X38"""
    for number in range(25):
        queues.put("fulfilment-dlq", f"{number:02d}")
    first = redrive("fulfilment", {"limit": 20}, idempotency_key="k")
    assert first.json == {"moved": 20, "left": 5}
    assert redrive("fulfilment", {"limit": 20}, idempotency_key="k").json == first.json
    assert redrive("fulfilment").json == {"moved": 5, "left": 0}
    assert redrive("fulfilment").json == {"moved": 0, "left": 0}
    assert queues.bodies("fulfilment") == [f"{number:02d}" for number in range(25)]
    assert queues.bodies("notifications") == []


def test_one_goes_back_and_the_others_stay_in_sight(queues: Queues) -> None:
    """X38"""
    numbers = [queues.put("fulfilment-dlq", f"{number:02d}") for number in range(23)]
    assert redrive("fulfilment", {"letter_id": numbers[7]}).json["moved"] == 1
    assert queues.bodies("fulfilment") == ["07"]
    assert redrive("fulfilment", {"letter_id": numbers[7]}).code == "letter_not_found"
    assert len(queues.bodies("fulfilment-dlq")) == 22


def test_what_the_bus_set_aside_goes_to_the_queue_it_was_meant_for(queues: Queues) -> None:
    queues.put("bus-dlq", "paid", TARGET_ARN="arn:aws:sqs:us-east-1:123456789012:shop-test-notifications")
    queues.put("bus-dlq", "theirs", TARGET_ARN="arn:aws:sqs:us-east-1:123456789012:somebody-elses")
    assert redrive("bus").json["moved"] == 1
    assert queues.bodies("notifications") == ["paid"]
    assert queues.bodies("bus-dlq") == ["theirs"]


@pytest.mark.parametrize("body", [{"limit": 0}, {"limit": 501}, {"letter_id": ""}, {"letter_id": 7}, {"all": True}, []])
def test_a_body_that_says_something_else_is_refused(queues: Queues, body: Any) -> None:
    queues.put("fulfilment-dlq", "x")
    assert redrive("fulfilment", body).status in (400, 422)
    assert queues.bodies("fulfilment-dlq") == ["x"]


def test_who_may_not_and_what_cannot(queues: Queues) -> None:
    queues.put("stock-projector-dlq", "x")
    assert redrive("stock-projector").code == "not_redrivable"
    assert redrive("nothing").status == 404
    assert owner().get("/v1/admin/queues/fulfilment-dlq/letters").status == 404
    manager = Client(platform.app, bearer("manager"))
    assert manager.get("/v1/admin/queues/fulfilment/letters").status == 200
    assert manager.post("/v1/admin/queues/fulfilment/redrive").status == 403
    assert Client(platform.app, bearer("support")).get("/v1/admin/queues").status == 403
