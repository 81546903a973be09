"""No more messages a second than a provider takes, over all workers: each takes the next free moment and waits until it (ADR 92).

pk `PACE#<channel>`, sk `PACE`: `next_ms`, the moment after the last one that was taken, in milliseconds of the real clock, which the
provider has, too. One write a message, two while others wait.
"""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import ClientError

from functions.shared.plain.settings import table_name
from functions.shared.store.records import connection

_IDLE = "attribute_not_exists(next_ms) OR next_ms < :now"
_REFUSED = "ConditionalCheckFailedException"


def wait_for_turn(channel: str, per_second: int, ahead: float) -> bool:
    """True once it is this message's turn; False where the next free moment is more than `ahead` seconds away."""
    if per_second <= 0:
        return True
    now = time.time()
    turn = _take(channel, round(now * 1000), -(-1000 // per_second), round(ahead * 1000))
    if turn is None:
        return False
    if (wait := turn / 1000 - time.time()) > 0:
        time.sleep(min(wait, ahead))
    return True


def _take(channel: str, now: int, step: int, ahead: int) -> int | None:
    """When its turn is."""
    for _ in range(3):
        if _written(
            channel, "SET next_ms = :next, kind = :kind", "attribute_not_exists(next_ms) OR next_ms < :now", now, now + step, ahead
        ):
            return now
        taken = _written(channel, "SET next_ms = next_ms + :step", "next_ms BETWEEN :now AND :last", now, step, ahead)
        if taken is not None:
            return int(taken["next_ms"]["N"]) - step
        if _is_full(channel, now + ahead):
            return None
    return None


def _written(channel: str, update: str, condition: str, now: int, value: int, ahead: int) -> dict[str, Any] | None:
    values: dict[str, Any] = {":now": {"N": str(now)}}
    if ":next" in update:
        values |= {":next": {"N": str(value)}, ":kind": {"S": "pace"}}
    else:
        values |= {":step": {"N": str(value)}, ":last": {"N": str(now + ahead)}}
    try:
        answer = connection().client.update_item(
            TableName=table_name("notifications"), Key=_key(channel), UpdateExpression=update, ConditionExpression=condition,
            ExpressionAttributeValues=values, ReturnValues="UPDATED_NEW",
        )  # fmt: skip
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == _REFUSED:
            return None
        raise
    return dict(answer["Attributes"])


def _is_full(channel: str, last: int) -> bool:
    item = connection().client.get_item(TableName=table_name("notifications"), Key=_key(channel), ConsistentRead=True).get("Item", {})
    return bool(item) and int(item["next_ms"]["N"]) > last


def _key(channel: str) -> dict[str, Any]:
    return {"pk": {"S": f"PACE#{channel}"}, "sk": {"S": "PACE"}}
