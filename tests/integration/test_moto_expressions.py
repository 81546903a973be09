"""The tests' own ground: expressions whose texts are read once answer, change and refuse what those of plain moto do: such as the shop says
(update, condition, names, values), and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.support.quick_moto.expressions import read_as_moto_does
from tests.support.tables import empty_tables

_Said = tuple[str | None, str | None, dict[str, str], dict[str, Any]]
_SAID: list[_Said] = [
    ("SET #0 = :0, #1 = :1, #2 = if_not_exists (#2, :2) + :3 REMOVE #3, #4",
     "((#0 = :1 AND attribute_exists (#1)) OR attribute_not_exists (#0))",
     {"#0": "status", "#1": "body", "#2": "version", "#3": "due_pk", "#4": "due_at"},
     {":0": {"S": "paid"}, ":1": {"S": "{}"}, ":2": {"N": "0"}, ":3": {"N": "1"}}),
    ("SET #0 = #0 - :0, #1 = #1 + :0", "#0 >= :0", {"#0": "available", "#1": "reserved"}, {":0": {"N": "1"}}),
    ("SET #0 = list_append (if_not_exists (#0, :0), :1)", None, {"#0": "history"},
     {":0": {"L": []}, ":1": {"L": [{"M": {"at": {"S": "x"}}}]}}),
    ("ADD #0 :0, #1 :1", "attribute_exists (#2)", {"#0": "count", "#1": "seen", "#2": "pk"}, {":0": {"N": "-3"}, ":1": {"SS": ["a", "b"]}}),
    ("SET #0.#1 = :0 DELETE #2 :1", "attribute_type (#0, :2)", {"#0": "map", "#1": "key", "#2": "seen"},
     {":0": {"S": "v"}, ":1": {"SS": ["a"]}, ":2": {"S": "M"}}),
    (None, "(#0 IN (:0, :1) AND (NOT contains (#1, :0)))", {"#0": "status", "#1": "tags"}, {":0": {"S": "a"}, ":1": {"S": "b"}}),
    (None, "#0 BETWEEN :0 AND :1", {"#0": "due_at"}, {":0": {"S": "2026"}, ":1": {"S": "2027"}}),
]  # fmt: skip
_KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
_WRONG: list[_Said] = [
    ("SET a =", None, {}, {}),
    ("SET a = :v SET b = :v", None, {}, {":v": {"N": "1"}}),
    ("SET a = :v, a = :v", None, {}, {":v": {"N": "1"}}),
    ("SET a.b = :v, a = :v", None, {}, {":v": {"N": "1"}}),
    ("SET #a = :v, #b = :v", None, {"#a": "same", "#b": "same"}, {":v": {"N": "1"}}),
    ("SET sk = :v", None, {}, {":v": {"S": "2"}}),
    ("SET #k = :v", None, {"#k": "pk"}, {":v": {"S": "2"}}),
    ("SET gsi1pk = :v", None, {}, {":v": {"S": ""}}),
    ("SET gsi1pk = :v", None, {}, {":v": {"N": "2"}}),
    ("SET name = :v", None, {}, {":v": {"S": "a reserved word"}}),
    ("SET a = absent + :v", None, {}, {":v": {"N": "1"}}),
    ("SET a = list_append(if_not_exists(l, :v), :v) REMOVE l[0], m.x ADD n :n DELETE s :s", None, {},
     {":v": {"L": [{"S": "x"}]}, ":n": {"N": "1"}, ":s": {"SS": ["x"]}}),
    ("ADD n :n", None, {}, {":n": {"S": "no number"}}),
    ("REMOVE absent.deeper", None, {}, {}),
    (None, "a = :v AND", {}, {":v": {"N": "1"}}),
    (None, "((a = :v))", {}, {":v": {"N": "1"}}),
    (None, "a IN (:v, :w) OR NOT (a BETWEEN :v AND :w)", {}, {":v": {"N": "1"}, ":w": {"N": "3"}}),
    (None, "size(a) > :v AND contains(a, :w) AND begins_with(a, :w) AND attribute_type(a, :w)", {}, {":v": {"N": "1"}, ":w": {"S": "S"}}),
    (None, "a = :absent", {}, {":v": {"N": "1"}}),
    (None, "#absent = :v", {"#a": "a"}, {":v": {"N": "1"}}),
    (None, "name = :v", {}, {":v": {"N": "1"}}),
    (None, "attribute_exists(:v)", {}, {":v": {"N": "1"}}),
]  # fmt: skip


def _variants(names: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], dict[str, Any], dict[str, Any]]]:
    """As it was said, to an item that is not there, to one whose attributes are those values, and to one where each is the next one's;
    then without its last name and without its last value."""
    given = [*values.values()] or [{"S": "x"}]
    named = [name for name in names.values() if name not in _KEY]
    alike = {name: given[number % len(given)] for number, name in enumerate(named)}
    shifted = {name: given[(number + 1) % len(given)] for number, name in enumerate(named)}
    for item in ({}, alike, shifted):
        yield dict(names), dict(values), item
    yield dict([*names.items()][:-1]), dict(values), alike
    yield dict(names), dict([*values.items()][:-1]), alike


def _answers() -> list[Any]:
    client, told = boto3.client("dynamodb"), list[Any]()
    for update, condition, names, values in [*_SAID, *_WRONG]:
        for some_names, some_values, item in _variants(names or {}, values or {}):
            empty_tables()
            if item:
                client.put_item(
                    TableName="orders", Item=_KEY | {n: v for n, v in item.items() if not n.startswith(("gsi", "due", "listed"))}
                )
            said: dict[str, Any] = {"TableName": "orders", "Key": _KEY}
            said |= {"ConditionExpression": condition} if condition else {}
            said |= {"ExpressionAttributeNames": some_names} if some_names else {}
            said |= {"ExpressionAttributeValues": some_values} if some_values else {}
            try:
                if update:
                    kind = "Update"
                    answer = client.update_item(**said, UpdateExpression=update, ReturnValues="ALL_NEW").get("Attributes")
                else:
                    kind = "Delete"
                    answer = client.delete_item(**said, ReturnValues="ALL_OLD").get("Attributes")
            except ClientError as refused:
                answer = refused.response["Error"]
            except Exception as broken:  # noqa: BLE001 - moto itself breaks at some of it, and has to break alike
                answer = f"{type(broken).__name__}: {broken}"
            told.append((update, condition, answer, client.scan(TableName="orders")["Items"]))
            try:
                client.transact_write_items(TransactItems=[{kind: said | ({"UpdateExpression": update} if update else {})}])
            except ClientError as refused:
                told.append(refused.response["Error"])
            except Exception as broken:  # noqa: BLE001 - as above
                told.append(f"{type(broken).__name__}: {broken}")
            told.append(client.scan(TableName="orders")["Items"])
    return told


def test_whatever_is_said_is_answered_as_by_plain_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, known = _answers(), _answers()
    read_as_moto_does(monkeypatch)
    plain = _answers()
    assert quick == known == plain
