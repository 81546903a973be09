"""Moves what lies in a dead-letter queue back to the queue it came from, on the local stage and on AWS alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from functions.shared.outside.dead_letters import DeadLetters, Message, meant_for
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


def letters_of(place: Target, name: str) -> DeadLetters:
    return DeadLetters(place.session.client("sqs"), place.outputs.dead_letter_queues[name])


def depths(place: Target) -> dict[str, int]:
    """How many messages lie in each dead-letter queue."""
    return {name: letters_of(place, name).depth() for name in place.outputs.dead_letter_queues}


def redrive(place: Target, name: str, tick: Callable[[int, int], None]) -> int:
    """How many were moved."""
    if name not in place.outputs.dead_letter_queues:
        raise Trouble(f"There is no queue {name}; there are {', '.join(place.outputs.dead_letter_queues)}.")
    if name != BUS and name not in place.outputs.queues:
        raise Trouble(f"The dead letters of {name} only name what a table holds; see docs/operations.md for what to do.")
    dead, moved = letters_of(place, name), 0
    total = dead.depth()
    # The depth is an estimate; what is there is taken at least once.
    for batch in dead.taken(max(total, 10)):
        for message in batch:
            dead.send_again(message, _origin(place, name, message))
            moved += 1
            tick(moved, max(total, moved))
    return moved


def _origin(place: Target, name: str, message: Message) -> str:
    if name != BUS:
        return place.outputs.queues[name]
    named = meant_for(message)
    for url in place.outputs.queues.values():
        if named and url.rpartition("/")[2] == named:
            return url
    raise Trouble(f"A dead letter of the bus names no queue of the shop ({named or 'nothing'}).")
