"""Many messages to one queue, ten per request. SQS can take some of a request and refuse others; those are sent again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.outside import aws
from functions.shared.outside.observability import logger
from functions.shared.outside.pauses import pause
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import queue_url

_BATCH = 10
_TRIES = 5


@dataclass(frozen=True)
class Message:
    """`delay`: whole seconds that the queue holds it back."""

    body: Mapping[str, Any]
    delay: int = 0


def send_all(queue: str, messages: Iterable[Message]) -> int:
    """Send every message to the queue of that logical name; returns how many. What it refuses again and again keeps nothing else back:
    the others are sent first, then Unavailable tells how many were not."""
    source, sent, refused = iter(messages), 0, 0
    while batch := list(islice(source, _BATCH)):
        left = _send(queue, batch)
        sent, refused = sent + len(batch) - left, refused + left
    if refused:
        raise Unavailable(f"The queue {queue} refused {refused} of {sent + refused} messages.")
    return sent


def _send(queue: str, batch: list[Message]) -> int:
    """How many of these few were not taken."""
    entries = [{"Id": str(i), "MessageBody": json.dumps(m.body), "DelaySeconds": m.delay} for i, m in enumerate(batch)]
    for attempt in range(_TRIES):
        if attempt:
            pause(attempt)
        refused = {one["Id"] for one in _failed(queue, entries)}
        entries = [entry for entry in entries if entry["Id"] in refused]
        if not entries:
            return 0
    return len(entries)


def _failed(queue: str, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    try:
        answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url(queue), Entries=entries)
    except (ClientError, BotoCoreError):
        logger().exception("queue refused", extra={"queue": queue, "messages": len(entries)})
        return iter(entries)
    return iter(answer.get("Failed", []))
