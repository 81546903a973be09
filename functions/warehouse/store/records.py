"""The warehouse table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

import hashlib

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

PICK_SK = "PICK"


class WarehouseTable(Record):
    class Meta:
        table_name = table_name("warehouse")


class PickRecord(WarehouseTable):
    """pk `PICK#<id>`, sk `PICK`; listed `PICKS#<warehouse>#<state>#<shard>` / bin, time, id; due `REQUESTED#<warehouse>` / time while
    nobody began it. `body` is pick.Pick."""

    class Meta:
        table_name = table_name("warehouse")


class AnswerRecord(WarehouseTable):
    """pk and sk `WMS#<warehouse>#<hash of the message's id>`: an answer of an outside WMS that was taken in. `body` is the hash of what it
    said; it goes after a while by `ttl`."""

    class Meta:
        table_name = table_name("warehouse")


def pick_pk(pick_id: str) -> str:
    return f"PICK#{pick_id}"


def picks_of(warehouse_id: str, state: str) -> str:
    return f"PICKS#{warehouse_id}#{state}"


def waiting_in(warehouse_id: str) -> str:
    return f"REQUESTED#{warehouse_id}"


def wms_pk(warehouse_id: str) -> str:
    """Where it is told that an outside system was set."""
    return f"WMS#{warehouse_id}"


def answer_pk(warehouse_id: str, message_id: str) -> str:
    return f"WMS#{warehouse_id}#{hashlib.sha256(message_id.encode()).hexdigest()}"
