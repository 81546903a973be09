"""The help centre that a fresh local shop begins with (samples/help)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import functions.content as content
from functions.shared.plain import times

_SAMPLES = Path(__file__).parents[2] / "samples" / "help"


def write_help(dynamodb: Any, table: str) -> None:
    """Can be repeated: what exists stays, whatever became of it."""
    _put(dynamodb, table, [content.first_categories(_rows("categories"))])
    for items in content.first_articles(_rows("articles"), times.iso(datetime.now(UTC))):
        _put(dynamodb, table, items)


def _rows(name: str) -> Any:
    return json.loads((_SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def _put(dynamodb: Any, table: str, items: Any) -> None:
    puts = [{"Put": {"TableName": table, "Item": dict(item), "ConditionExpression": "attribute_not_exists(pk)"}} for item in items]
    try:
        dynamodb.transact_write_items(TransactItems=puts)
    except dynamodb.exceptions.TransactionCanceledException as error:
        if not any(reason.get("Code") == "ConditionalCheckFailed" for reason in error.response["CancellationReasons"]):
            raise
