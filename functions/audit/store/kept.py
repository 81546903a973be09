"""All that is kept of the log, for whoever verifies it: read with the rights of whoever asks, under the names that a stage gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from functions.audit.model.chain import Row, Signed
from functions.audit.store.records import DAYS, HEAD, day_pk
from functions.audit.store.signing import is_signed
from functions.shared.audit.facts import CHAINED, WAITING
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CopiesOfTheLog:
    """`newest` and `days`: the heads; `reached`: the highest number that a fact of the last month was given; `waiting`: since when the
    oldest fact without a number waits."""

    client: Any
    rows: str
    newest: Signed | None
    days: Sequence[Signed]
    reached: int
    waiting: str | None
    kms: Any
    key: str

    def rows_of(self, day: str) -> Iterator[Row]:
        for item in _query(self.client, self.rows, "pk = :pk", day_pk(day)):
            yield load(Row, item["body"]["S"])

    def is_signed(self, signed: Signed) -> bool:
        return is_signed(self.kms, self.key, signed)


def kept_log(client: Any, kms: Any, *, key: str, rows: str, heads: str, facts: str) -> CopiesOfTheLog:
    newest = [load(Signed, item["body"]["S"]) for item in _query(client, heads, "pk = :pk", HEAD)]
    days = [load(Signed, item["body"]["S"]) for item in _query(client, heads, "pk = :pk", DAYS)]
    chained = _first(client, facts, "gsi1", "gsi1pk = :pk", CHAINED, forward=False)
    waiting = _first(client, facts, "due", "due_pk = :pk", WAITING, forward=True)
    return CopiesOfTheLog(
        client, rows, newest[0] if newest else None, days, int(chained["number"]["N"]) if chained else 0,
        waiting["due_at"]["S"] if waiting else None, kms, key,
    )  # fmt: skip


def _query(client: Any, table: str, asked: str, pk: str) -> Iterator[dict[str, Any]]:
    values = {":pk": {"S": pk}}
    pages = client.get_paginator("query").paginate(
        TableName=table, KeyConditionExpression=asked, ExpressionAttributeValues=values, ConsistentRead=True
    )
    for page in pages:
        yield from page["Items"]


def _first(client: Any, table: str, index: str, asked: str, pk: str, *, forward: bool) -> dict[str, Any] | None:
    values = {":pk": {"S": pk}}
    answer = client.query(
        TableName=table, IndexName=index, KeyConditionExpression=asked, ExpressionAttributeValues=values, Limit=1, ScanIndexForward=forward
    )
    found: list[dict[str, Any]] = answer["Items"]
    return found[0] if found else None
