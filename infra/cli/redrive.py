"""Moves what lies in a dead-letter queue back to the queue it came from, on the local stage and on AWS alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from infra.cli.running_shop import running_shop
from infra.deploy import LOCAL, describe_stage
from infra.local.aws import LocalAws
from infra.local.folder import LocalFolder
from infra.local.keys import load_keys
from infra.local.settings import folder_path
from infra.local.trouble import Trouble
from infra.outputs import Outputs, outputs_of

BUS = "bus"
"""Its dead letters are events that found their queue closed; the bus writes the queue's ARN beside each."""
BATCH = 10


@dataclass(frozen=True)
class Target:
    session: Any
    outputs: Outputs


def target(stage: str) -> Target:
    """A stage and how to reach it. Raises Trouble."""
    session: Any = boto3.Session()
    if stage == LOCAL:
        session = LocalAws(running_shop().aws_url, load_keys(LocalFolder(folder_path())).aws)
    try:
        stacks = describe_stage(session.client("cloudformation"), stage)
    except (ClientError, BotoCoreError) as error:
        raise Trouble(unread(stage, error)) from error
    if stacks is None:
        raise Trouble(f"The stage {stage} is not deployed here, or not wholly.")
    try:
        return Target(session, outputs_of(stacks))
    except KeyError as error:
        raise Trouble(f"The stage {stage} was deployed by another version, which does not tell its {error}; deploy it first.") from error


def unread(stage: str, error: Exception) -> str:
    """Why nothing is known of the stage: a local one that was stopped is no fault of AWS."""
    stopped = stage == LOCAL and isinstance(error, EndpointConnectionError)
    return "The local shop does not answer; is it running (`make serve`)?" if stopped else f"The stacks of {stage} cannot be read: {error}"


@dataclass(frozen=True)
class Letter:
    """A message in a dead-letter queue, and how many lie there."""

    body: str
    target_arn: str
    total: int
    forget: Callable[[], None]


def letters_of(place: Target, name: str) -> Iterator[Letter]:
    """Each that lies there now, once. What dies again meanwhile is for the next time, or this would never end."""
    sqs, url = place.session.client("sqs"), place.outputs.dead_letter_queues[name]
    total, seen = _depth(sqs, url), 0
    while messages := _receive(sqs, url):
        for message in messages:
            target_arn = str(message.get("MessageAttributes", {}).get("TARGET_ARN", {}).get("StringValue", ""))
            forget = partial(sqs.delete_message, QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            seen += 1
            yield Letter(message["Body"], target_arn, max(total, seen), forget)
        if seen >= total:
            break


def depths(place: Target) -> dict[str, int]:
    """How many messages lie in each dead-letter queue."""
    sqs = place.session.client("sqs")
    return {name: _depth(sqs, url) for name, url in place.outputs.dead_letter_queues.items()}


def redrive(place: Target, name: str, tick: Callable[[int, int], None]) -> int:
    """How many were moved. Each is sent before it is deleted: a crash in between repeats one, and consumers bear that."""
    if name not in place.outputs.dead_letter_queues:
        raise Trouble(f"There is no queue {name}; there are {', '.join(place.outputs.dead_letter_queues)}.")
    if name != BUS and name not in place.outputs.queues:
        raise Trouble(f"The dead letters of {name} only name what a table holds; see docs/operations.md for what to do.")
    sqs, moved = place.session.client("sqs"), 0
    for letter in letters_of(place, name):
        sqs.send_message(QueueUrl=_origin(place, name, letter), MessageBody=letter.body)
        letter.forget()
        moved += 1
        tick(moved, letter.total)
    return moved


def _origin(place: Target, name: str, letter: Letter) -> str:
    if name != BUS:
        return place.outputs.queues[name]
    for url in place.outputs.queues.values():
        if url.rpartition("/")[2] == letter.target_arn.rpartition(":")[2]:
            return url
    raise Trouble(f"A dead letter of the bus names no queue of the shop ({letter.target_arn or 'nothing'}).")


def _receive(sqs: Any, url: str) -> list[dict[str, Any]]:
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=1, MessageAttributeNames=["All"])
    return list(answer.get("Messages", []))


def _depth(sqs: Any, url: str) -> int:
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])
