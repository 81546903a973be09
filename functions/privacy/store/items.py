"""Items of all tables, as they are stored: read by key, changed only if nobody else has changed them since. Whoever finds them knows which
kind each is (model/registry.py); no domain's own types are needed to take personal fields out of their JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import table_name
from functions.shared.sealing import SEALED, opened_json
from functions.shared.store.again import Overtaken
from functions.shared.store.records import connection

Attributes = Mapping[str, Mapping[str, Any]]
_PROVIDED = "ConditionalCheckFailed"
_PARTITIONS = {"due": "due_pk", "listed": "listed_pk"}


@dataclass(frozen=True)
class Item:
    """`table` is the name by which the code knows it."""

    table: str
    attributes: Attributes

    @property
    def pk(self) -> str:
        return self.text("pk")

    @property
    def sk(self) -> str:
        return self.text("sk")

    @property
    def kind(self) -> str:
        return self.text("kind")

    def text(self, name: str) -> str:
        return str(self.attributes.get(name, {}).get("S", ""))

    @property
    def body(self) -> Any:
        """With what is sealed in it opened, as far as its key is there. Of what is no JSON (a sealed text, the hash of a message): None."""
        text = self.text("body")
        return opened_json(json.loads(text), place=f"{self.pk}|{self.sk}") if text[:1] in ("{", "[") else None

    @property
    def is_sealed(self) -> bool:
        """In part, so that what is left is still a body of its kind."""
        return f'"{SEALED}"' in self.text("body")


def items_of(table: str, pk: str, *, index: str | None = None) -> Iterator[Item]:
    """All of a partition."""
    name = "pk" if index is None else _PARTITIONS.get(index, f"{index}pk")
    asked: dict[str, Any] = {"IndexName": index} if index else {"ConsistentRead": True}
    start: dict[str, Any] = {}
    while True:
        answer = connection().client.query(
            TableName=table_name(table),
            KeyConditionExpression="#pk = :pk",
            ExpressionAttributeNames={"#pk": name},
            ExpressionAttributeValues={":pk": {"S": pk}},
            **asked,
            **start,
        )
        yield from (Item(table, found) for found in answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def item_at(table: str, pk: str, sk: str) -> Item | None:
    found = connection().client.get_item(TableName=table_name(table), Key=_key(pk, sk), ConsistentRead=True).get("Item")
    return Item(table, found) if found else None


def change(item: Item, body: Any, without: Sequence[str] = (), kept: Attributes | None = None) -> None:
    """Another body, and without these attributes; `kept` is put into the privacy table with it. Raises Overtaken when the item is another
    one by now."""
    sets, values = ["#body = :body"], {":body": {"S": json.dumps(body, ensure_ascii=False, separators=(",", ":"))}}
    names = {"#body": "body"} | {f"#r{n}": name for n, name in enumerate(without)}
    if "version" in item.attributes:
        sets.append("#version = #version + :one")
        names["#version"] = "version"
        values[":one"] = {"N": "1"}
    removes = " REMOVE " + ", ".join(f"#r{n}" for n, _ in enumerate(without)) if without else ""
    update: dict[str, Any] = {
        "TableName": table_name(item.table),
        "Key": _key(item.pk, item.sk),
        "UpdateExpression": "SET " + ", ".join(sets) + removes,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {**values, ":was": item.attributes["body"]},
        "ConditionExpression": "#body = :was",
    }
    put = [{"Put": {"TableName": table_name("privacy"), "Item": kept}}] if kept else []
    _write([{"Update": update}, *put])


def remove(item: Item) -> None:
    """Raises Overtaken when the item is another one by now."""
    asked: dict[str, Any] = {"TableName": table_name(item.table), "Key": _key(item.pk, item.sk)}
    if "version" in item.attributes:
        asked |= {"ConditionExpression": "#version = :was", "ExpressionAttributeNames": {"#version": "version"}}
        asked["ExpressionAttributeValues"] = {":was": item.attributes["version"]}
    _write([{"Delete": asked}])


def leave_tombstone(item: Item, until: int | None = None) -> None:
    """In place of the item: nobody makes another one there, for good or until then (seconds)."""
    left = {**_key(item.pk, item.sk), "kind": {"S": "erased"}, "version": item.attributes.get("version", {"N": "1"})}
    if until is not None:
        left["ttl"] = {"N": str(until)}
    asked = {"ConditionExpression": "#body = :was", "ExpressionAttributeNames": {"#body": "body"}}
    values = {"ExpressionAttributeValues": {":was": item.attributes["body"]}}
    _write([{"Put": {"TableName": table_name(item.table), "Item": left, **asked, **values}}])


def _write(actions: list[dict[str, Any]]) -> None:
    try:
        connection().client.transact_write_items(TransactItems=actions)
    except ClientError as error:
        reasons = [one.get("Code") for one in error.response.get("CancellationReasons", [])]
        if _PROVIDED in reasons or "TransactionConflict" in reasons:
            raise Overtaken from error
        raise


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
