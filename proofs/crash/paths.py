"""Which way a run of a function goes: by whom it was started, what it asks one after the other, and what comes of it.

Two deaths are of one kind when they are in the same function, started by the same kind of thing, after the same calls with the same
outcome, at the same call, and in the same manner. What a call is: its service and operation, table, index, condition, update, filter, and
the kind of each key (`ORDER#…`), of each item, event, queue, file and address that it names. What comes of it: nothing, one or more, or
which refusal. Ids, amounts, texts and times are no part of it: by them a run does not go another way without asking something else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from proofs.shop.edge import Call, Outside, Process

_LONGEST_ROUND = 60
"""Calls of one round of a loop."""
_PARTS = re.compile(r"([#/|:@.])")
_EXPRESSIONS = ("KeyConditionExpression", "ConditionExpression", "UpdateExpression", "FilterExpression", "ProjectionExpression")
_PLACEHOLDER = re.compile(r"[#:]\w+")
_NAMED = ("TableName", "IndexName", "ScanIndexForward", "ConsistentRead", "Select", "ReturnValues")


def kind_of(text: str) -> str:
    """A key, path or address without what is one's own: `ORDER#0192f3…/LINE` is `ORDER#…/LINE`."""
    return "".join(one if len(one) < 30 and not any(letter.isdigit() for letter in one) else "…" for one in _PARTS.split(text))


def shape(of: Outside) -> str:
    """What is asked, without whose it is."""
    asked = of.asked
    if of.operation.startswith("http:"):
        parts = urlsplit(of.what)
        return f"{of.operation} {parts.hostname} {kind_of(parts.path)}"
    service = of.operation.partition(":")[0]
    if service == "dynamodb":
        return f"{of.operation} {' '.join(_of_tables(asked))}"
    if service == "events":
        return f"{of.operation} {_kinds(one['DetailType'] for one in asked['Entries'])}"
    named = (asked.get(name) for name in ("QueueUrl", "Bucket", "Key", "Prefix", "SecretId", "KeyId"))
    return f"{of.operation} {' '.join(kind_of(one) for one in named if isinstance(one, str))} {_few(asked.get('Entries', ()))}"


def started_by(trigger: Any) -> str:
    """The operation; or which kinds of records of a stream, or messages of a queue, there were in the batch."""
    return trigger if isinstance(trigger, str) else _kinds(_record(one) for one in trigger or ())


def outcome(answer: Any) -> str:
    """What came of it."""
    if isinstance(answer, ClientError):
        reasons = answer.response.get("CancellationReasons", ())
        return " ".join([answer.response["Error"]["Code"], *(one.get("Code", "") for one in reasons)])
    if isinstance(answer, BaseException):
        return type(answer).__name__
    if not isinstance(answer, Mapping):
        return str(getattr(answer, "status", ""))
    found = [f"{name} {_few(answer[name])}" for name in ("Items", "Contents", "UnprocessedItems", "UnprocessedKeys") if name in answer]
    kinds = [_kind(answer[name]) for name in ("Item", "Attributes") if answer.get(name)]
    several = (
        [f"{table} {_few(rows)}" for table, rows in answer.get("Responses", {}).items()]
        if isinstance(answer.get("Responses"), dict)
        else []
    )
    return " ".join([*found, *kinds, *several, "and more" if answer.get("LastEvaluatedKey") or answer.get("NextToken") else ""])


def further(path: tuple[str, ...], step: str) -> tuple[str, ...]:
    """The path with one step more. A round of a loop that went as the one before stands for both: the path is as after the first."""
    gone = (*path, step)
    for size in range(1, min(_LONGEST_ROUND, len(gone) // 2) + 1):
        if gone[-1] == gone[-1 - size] and gone[-size:] == gone[-2 * size : -size]:
            return gone[:-size]
    return gone


def place(process: Process, of: Outside) -> str:
    """A name for the call that the process is about to make, the same wherever a process comes to such a call on such a path."""
    return name_of(of.function, started_by(process.trigger), process.path, shape(of))


def gone(process: Process, of: Outside, call: Call) -> Any:
    """The call is made; the path of the process is a step longer."""
    try:
        answer = call()
    except BaseException as error:
        process.path = further(process.path, f"{shape(of)} > {outcome(error)}")
        raise
    process.path = further(process.path, f"{shape(of)} > {outcome(answer)}")
    return answer


def name_of(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _of_tables(asked: Mapping[str, Any]) -> Iterable[str]:
    yield from (str(asked[name]) for name in _NAMED if name in asked)
    names = asked.get("ExpressionAttributeNames", {})
    values = asked.get("ExpressionAttributeValues", {})
    for name in _EXPRESSIONS:
        if name in asked:
            yield _PLACEHOLDER.sub(lambda met: str(names.get(met[0]) or _value(values.get(met[0]))), asked[name])
    if "Key" in asked:
        yield _kind(asked["Key"])
    if "Item" in asked:
        yield _kind(asked["Item"])
    for one in asked.get("TransactItems", ()):
        for verb, inner in one.items():
            yield f"{verb}({' '.join(_of_tables(inner))})"
    for table, rows in asked.get("RequestItems", {}).items():
        keys = (
            rows["Keys"] if isinstance(rows, Mapping) else [inner.get("Key") or inner.get("Item") for row in rows for inner in row.values()]
        )
        yield f"{table} {_kinds(_kind(key) for key in keys)}"


def _record(record: Mapping[str, Any]) -> str:
    if "dynamodb" not in record:
        told = json.loads(record["body"])
        return str(told.get("detail-type") or told.get("kind") or ",".join(sorted(told))) if isinstance(told, dict) else "?"
    images = record["dynamodb"]
    item = images.get("NewImage") or images.get("OldImage") or images["Keys"]
    return f"{record['eventSourceARN'].split('/')[1]} {record['eventName']} {_kind(item)}"


def _value(value: Any) -> str:
    """Of keys and states: the kind of it; of all else that there is one."""
    text = value.get("S") if isinstance(value, Mapping) else None
    return kind_of(text) if isinstance(text, str) and len(text) < 60 and not text.startswith("{") else "?"


def _kind(item: Mapping[str, Any]) -> str:
    return "/".join(kind_of(str(item[name].get("S", ""))) for name in ("pk", "sk", "kind", "status", "state", "type") if name in item)


def _kinds(found: Iterable[str]) -> str:
    """Which there are, and of which more than one."""
    seen = list(found)
    return ",".join(f"{one}{'+' if seen.count(one) > 1 else ''}" for one in sorted(set(seen)))


def _few(found: Any) -> str:
    return ("none", "one", "more")[min(2, len(found))]
