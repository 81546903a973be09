"""Moves what lies in a dead-letter queue back to the queue it came from, on the local stage and on AWS alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws import LocalAws
from infra.local.folder import LocalFolder
from infra.local.keys import load_keys
from infra.local.settings import load_settings
from infra.local.trouble import Trouble
from infra.outputs import Outputs, outputs_of

LOCAL = "local"
BATCH = 10


@dataclass(frozen=True)
class Target:
    session: Any
    outputs: Outputs


def target(stage: str) -> Target:
    """The stack of a stage and how to reach it. Raises Trouble."""
    if stage == LOCAL:
        settings = load_settings()
        folder = LocalFolder(settings.root)
        if not folder.keys.exists():
            raise Trouble(f"There is no shop in {settings.root} yet; start it with `make serve`.")
        session: Any = LocalAws(f"http://127.0.0.1:{settings.aws_port}", load_keys(folder).aws)
    else:
        session = boto3.Session()
    try:
        stack = session.client("cloudformation").describe_stacks(StackName=f"shop-{stage}")["Stacks"][0]
        return Target(session, outputs_of(stack))
    except (ClientError, BotoCoreError) as error:
        raise Trouble(f"The stack shop-{stage} cannot be read: {error}") from error


def depths(place: Target) -> dict[str, int]:
    """How many messages lie in each dead-letter queue."""
    sqs = place.session.client("sqs")
    return {name: _depth(sqs, url) for name, url in place.outputs.dead_letter_queues.items()}


def redrive(place: Target, name: str, tick: Callable[[int, int], None]) -> int:
    """How many were moved. Each is sent before it is deleted: a crash in between repeats one, and consumers bear that."""
    queue, dead = place.outputs.queues.get(name), place.outputs.dead_letter_queues.get(name)
    if queue is None or dead is None:
        raise Trouble(f"There is no queue {name}; there are {', '.join(place.outputs.queues)}.")
    sqs = place.session.client("sqs")
    total, moved = _depth(sqs, dead), 0
    while messages := _receive(sqs, dead):
        entries = [_entry(str(number), message) for number, message in enumerate(messages)]
        sent = {one["Id"] for one in sqs.send_message_batch(QueueUrl=queue, Entries=entries).get("Successful", [])}
        done = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(messages) if str(number) in sent
        ]
        if not done:
            raise Trouble(f"The queue {name} takes no messages.")
        sqs.delete_message_batch(QueueUrl=dead, Entries=done)
        moved += len(done)
        tick(moved, max(total, moved))
        if moved >= total:  # what dies again meanwhile is for the next time, or this would never end
            break
    return moved


def _receive(sqs: Any, url: str) -> list[dict[str, Any]]:
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=1, MessageAttributeNames=["All"])
    return list(answer.get("Messages", []))


def _entry(number: str, message: dict[str, Any]) -> dict[str, Any]:
    entry = {"Id": number, "MessageBody": message["Body"]}
    return entry | ({"MessageAttributes": message["MessageAttributes"]} if message.get("MessageAttributes") else {})


def _depth(sqs: Any, url: str) -> int:
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])
