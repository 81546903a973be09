"""Counters that all processes share: one item for each window of each subject, moved by one conditional write.

Who is counted stands in the key as a hash, with the rule in it; what is personal (a login, an address of the network) comes here as a
keyed hash already (`limiting.py`). An item is over when its window is; DynamoDB takes it away later. 40 digits instead of 48 are of before
version 0.3, when hashes had no key: `shop migrate` takes those away.

| item | pk | sk | attributes |
|---|---|---|---|
| counter | `COUNT#<hash of rule and subject>` | the end of the window | hits, ttl; of an order's payments also `origin` |
| place | `HOME#<hash of login and network>` | `HOME` | ttl |
| key | `KEY#<id of an API key>` | `USED` | last_used_at, exposed_at |
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from functions.shared.limits.windows import Window
from functions.shared.outside.observability import broken
from functions.shared.outside.outages import FAILURES
from functions.shared.plain.settings import table_name
from functions.shared.store.records import connection

_KEPT_AFTER = 3600
_REFUSED = "ConditionalCheckFailedException"


class NotCounted(Exception):
    """The table does not answer."""


class Full(Exception):
    """The window has no room for what was asked."""


def hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:48]


def hit(rule: str, subject: str, window: Window, most: int, count: int = 1, *, origin: str = "") -> int:
    """Counts, if there is room; how many there are then. Raises Full, NotCounted. One write, of which any number at once never let more
    than `most` through."""
    values: dict[str, Any] = {
        ":n": {"N": str(count)},
        ":room": {"N": str(most - count)},
        ":ttl": {"N": str(window.end + _KEPT_AFTER)},
        ":kind": {"S": "counter"},
    }
    update = "ADD hits :n SET #ttl = :ttl, kind = :kind"
    if origin:
        values[":origin"] = {"S": origin}
        update += ", origin = :origin"
    if count > most:
        raise Full
    try:
        answer = _client().update_item(
            TableName=table_name("limits"),
            Key=_key(rule, subject, window),
            UpdateExpression=update,
            ConditionExpression="attribute_not_exists(hits) OR hits <= :room",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues=values,
            ReturnValues="UPDATED_NEW",
        )
    except FAILURES as error:
        if _code(error) == _REFUSED:
            raise Full from error
        broken("limits.not_counted", rule=rule)
        raise NotCounted from error
    return int(answer["Attributes"]["hits"]["N"])


def give_back(rule: str, subject: str, window: Window, count: int) -> None:
    """What was no wrong guess. If it cannot be said the count stays: the caller has so much less room until the window ends."""
    try:
        _client().update_item(
            TableName=table_name("limits"),
            Key=_key(rule, subject, window),
            UpdateExpression="ADD hits :less",
            ConditionExpression="hits >= :count",
            ExpressionAttributeValues={":less": {"N": str(-count)}, ":count": {"N": str(count)}},
        )
    except FAILURES:
        broken("limits.not_given_back", rule=rule)


def read(rule: str, subject: str, window: Window) -> tuple[int, str]:
    """How many there are, and where the last came from. Raises NotCounted."""
    item = _get(_key(rule, subject, window))
    return int(item.get("hits", {}).get("N", 0)), str(item.get("origin", {}).get("S", ""))


def read_all(subjects: Sequence[tuple[str, str, Window]]) -> list[int]:
    """How many there are of each (rule, subject, window), by one BatchGetItem. Raises NotCounted."""
    keys = [_key(*one) for one in subjects]
    try:
        answer = _client().batch_get_item(RequestItems={table_name("limits"): {"Keys": keys}})
    except FAILURES as error:
        broken("limits.not_read")
        raise NotCounted from error
    found = {item["pk"]["S"]: int(item.get("hits", {}).get("N", 0)) for item in answer["Responses"].get(table_name("limits"), [])}
    return [found.get(key["pk"]["S"], 0) for key in keys]


def is_home(name: str, now: float) -> bool:
    """Raises NotCounted."""
    item = _get(_named("HOME", name))
    return int(item.get("ttl", {}).get("N", 0)) > now


def make_home(name: str, until: float) -> None:
    """Who cannot be remembered is a stranger the next time."""
    values = {":ttl": {"N": str(int(until))}, ":kind": {"S": "home"}}
    try:
        _client().update_item(
            TableName=table_name("limits"),
            Key=_named("HOME", name),
            UpdateExpression="SET #ttl = :ttl, kind = :kind",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues=values,
        )
    except FAILURES:
        broken("limits.home_not_noted")


def note_used(key_id: str, at: str) -> None:
    """Of an API key."""
    _note(key_id, "last_used_at", at)


def note_exposed(key_id: str, at: str) -> None:
    """Of an API key that was sent where others see it."""
    _note(key_id, "exposed_at", at)


def _note(key_id: str, what: str, at: str) -> None:
    try:
        _client().update_item(
            TableName=table_name("limits"),
            Key=used_key(key_id),
            UpdateExpression=f"SET {what} = :at, kind = :kind",
            ExpressionAttributeValues={":at": {"S": at}, ":kind": {"S": "key_use"}},
        )
    except FAILURES:
        broken("limits.key_not_noted", key_id=key_id)


def used_key(key_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"KEY#{key_id}"}, "sk": {"S": "USED"}}


def _get(key: dict[str, Any]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = _client().get_item(TableName=table_name("limits"), Key=key).get("Item", {})
    except FAILURES as error:
        broken("limits.not_read")
        raise NotCounted from error
    return found


def _key(rule: str, subject: str, window: Window) -> dict[str, Any]:
    return {"pk": {"S": f"COUNT#{hashed(rule, subject)}"}, "sk": {"S": str(window.end)}}


def _named(kind: str, name: str) -> dict[str, Any]:
    return {"pk": {"S": f"{kind}#{hashed(name)}"}, "sk": {"S": kind}}


def _client() -> Any:
    return connection().client


def _code(error: Exception) -> str:
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
