"""What lies in a dead-letter queue: looked at, and given back untouched.

SQS shows messages by handing them out for a while; they are handed back at once, so a look costs nobody their redrive. What a letter says
is shown masked: ids and amounts stay, what names or reaches a person does not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.platform.operations.told import QueueName, url_of
from functions.shared.audit.masking import masked
from functions.shared.outside import aws
from functions.shared.outside.dead_letters import DeadLetters, Message
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Letter:
    """`id`: of the message, also in the log line of each try (`message_id`). `event`: type, id, subject and correlation id where it is one.
    `sent_at`: when it first came to its queue. `reason`: why it lies here, where that stands in it."""

    id: str
    sent_at: str | None
    event: dict[str, str]
    content: dict[str, Any]
    reason: str | None


def letters(queue: QueueName, most: int) -> tuple[list[Letter], int]:
    """At most so many, oldest first as far as SQS goes by it, and how many lie there in all (about)."""
    dead = dead_letters(queue)
    found = [one for batch in dead.taken(most) for one in batch]
    dead.give_back(found)
    shown = sorted((_shown(one) for one in found), key=lambda one: (one.sent_at or "", one.id))
    return shown, max(dead.depth(), len(found))


def dead_letters(queue: QueueName) -> DeadLetters:
    return DeadLetters(aws.client("sqs"), url_of(queue.dead))


def _shown(message: Message) -> Letter:
    content = _content(message["Body"])
    sent = message.get("Attributes", {}).get("SentTimestamp")
    sent_at = times.iso(datetime.fromtimestamp(int(sent) / 1000, UTC)) if sent else None
    return Letter(message["MessageId"], sent_at, _event(content), masked(content, person=True, buyer=True), _reason(message, content))


def _content(body: str) -> dict[str, Any]:
    """A body that is no JSON object is not shown: nobody knows what it is."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _event(content: Mapping[str, Any]) -> dict[str, str]:
    detail = content.get("detail")
    inner = detail if isinstance(detail, dict) else content
    return {name: str(inner[name])[:100] for name in ("type", "id", "subject", "correlation_id", "occurred_at") if name in inner}


def _reason(message: Message, content: Mapping[str, Any]) -> str | None:
    """The bus writes beside a letter why it could not deliver; what the publisher sets aside says why in itself."""
    told = message.get("MessageAttributes", {})
    said = [told[name].get("StringValue", "") for name in ("ERROR_CODE", "ERROR_MESSAGE") if name in told]
    if not said and isinstance(content.get("reason"), str):
        said = [content["reason"]]
    shown = masked({"why": ": ".join(said)})["why"] if said else None
    return str(shown) if shown else None
