"""`shop redrive`: dead letters go back where they came from, and only there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest

from infra.cli.redrive import Target, depths, redrive
from infra.local.trouble import Trouble
from infra.outputs import Outputs

REGION = "us-east-1"


class Queues:
    """Two consumers' queues, their dead-letter queues, that of the bus and that of a stream reader."""

    def __init__(self) -> None:
        self.sqs: Any = boto3.client("sqs", region_name=REGION)
        queues = {name: self._make(f"shop-test-{name}") for name in ("fulfilment", "notifications")}
        dead = {name: self._make(f"shop-test-{name}-dlq") for name in (*queues, "bus", "event-publisher", "stock-projector")}
        self.place = Target(boto3.Session(region_name=REGION), _outputs(queues, dead))

    def _make(self, name: str) -> str:
        return str(self.sqs.create_queue(QueueName=name)["QueueUrl"])

    def arn(self, name: str) -> str:
        url = self.place.outputs.queues[name]
        return str(self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"])

    def bury(self, name: str, body: str, **attributes: str) -> None:
        given = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
        self.sqs.send_message(QueueUrl=self.place.outputs.dead_letter_queues[name], MessageBody=body, MessageAttributes=given)

    def bodies(self, name: str) -> list[str]:
        answer = self.sqs.receive_message(QueueUrl=self.place.outputs.queues[name], MaxNumberOfMessages=10)
        return sorted(message["Body"] for message in answer.get("Messages", []))


def _outputs(queues: Mapping[str, str], dead: Mapping[str, str]) -> Outputs:
    names = [name for name in Outputs.__dataclass_fields__ if name not in ("queues", "dead_letter_queues")]
    nothing: dict[str, Any] = dict.fromkeys(names, "")
    return Outputs(**nothing, queues=queues, dead_letter_queues=dead)


@pytest.fixture
def queues() -> Iterator[Queues]:
    made = Queues()
    yield made
    for url in (*made.place.outputs.queues.values(), *made.place.outputs.dead_letter_queues.values()):
        made.sqs.delete_queue(QueueUrl=url)


def test_dead_letters_of_a_queue_go_back_to_it_all_of_them(queues: Queues) -> None:
    """X38"""
    for number in range(3):
        queues.bury("fulfilment", f"m{number}")
    told: list[tuple[int, int]] = []
    assert redrive(queues.place, "fulfilment", lambda done, total: told.append((done, total))) == 3
    assert queues.bodies("fulfilment") == ["m0", "m1", "m2"]
    assert queues.bodies("notifications") == []
    assert depths(queues.place)["fulfilment"] == 0
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_events_that_the_bus_could_not_deliver_go_to_the_queue_each_was_meant_for(queues: Queues) -> None:
    """X38: one event fails for two queues apart, so it lies there twice."""
    queues.bury("bus", "paid", TARGET_ARN=queues.arn("notifications"), ERROR_CODE="NO_PERMISSIONS")
    queues.bury("bus", "paid", TARGET_ARN=queues.arn("fulfilment"), ERROR_CODE="NO_PERMISSIONS")
    assert redrive(queues.place, "bus", lambda done, total: None) == 2
    assert queues.bodies("fulfilment") == ["paid"]
    assert queues.bodies("notifications") == ["paid"]
    assert depths(queues.place)["bus"] == 0


def test_an_event_for_a_queue_of_somebody_else_stays_where_it_is(queues: Queues) -> None:
    queues.bury("bus", "paid", TARGET_ARN="arn:aws:sqs:us-east-1:123456789012:theirs")
    with pytest.raises(Trouble, match="names no queue of the shop"):
        redrive(queues.place, "bus", lambda done, total: None)
    assert queues.bodies("fulfilment") == queues.bodies("notifications") == []


@pytest.mark.parametrize(("name", "said"), [("nope", "there are fulfilment"), ("stock-projector", "only name what a table holds")])
def test_what_cannot_be_brought_back_is_said_and_left_alone(queues: Queues, name: str, said: str) -> None:
    queues.bury("stock-projector", "{}")
    with pytest.raises(Trouble, match=said):
        redrive(queues.place, name, lambda done, total: None)
    assert depths(queues.place)["stock-projector"] == 1
