"""Counters and marks that version 0.2 filed under bare hashes of addresses, logins and networks, which could be guessed. What they count is
over within hours, and cannot be filed anew: a hash says nothing of what it is of. So they go. Who was at home somewhere is a stranger there
once, and a link may be asked for once more than a day allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from functions.shared.outside import clock
from infra.migrating.migrated import Item, Migrated

_RUNNING = "COUNT#"
BARE: dict[str, tuple[str, re.Pattern[str]]] = {
    "limits": ("pk", re.compile(r"(COUNT|HOME)#[0-9a-f]{40}")),
    "orders": ("pk", re.compile(r"LINKS#[0-9a-f]{32}")),
    "notifications": ("pk", re.compile(r"TO#[0-9a-f]{64}")),
    "content": ("sk", re.compile(r"VOTE#[0-9a-f]{40}")),
}
"""By table: in which part of the key, and how it looks. Keyed hashes have another length."""


def drop_bare_hashes(name: str) -> Callable[[Any, str], Migrated]:
    """Of that table."""
    part, bare = BARE[name]

    def one_pass(dynamodb: Any, table: str) -> Migrated:
        looked_at = moved = 0
        for page in dynamodb.get_paginator("scan").paginate(TableName=table, ProjectionExpression="pk, sk"):
            for item in page["Items"]:
                if bare.fullmatch(item[part]["S"]) and not _is_running(item):
                    looked_at += 1
                    dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
                    moved += 1
        return Migrated(looked_at, moved)

    return one_pass


def _is_running(item: Item) -> bool:
    """A counter whose window is not over may be one of a function of before: what it holds back is held back until then."""
    return item["pk"]["S"].startswith(_RUNNING) and float(item["sk"]["S"]) > clock.now().timestamp()
