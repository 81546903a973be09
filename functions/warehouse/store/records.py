"""The warehouse table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

PICK_SK = "PICK"


class WarehouseTable(Record):
    class Meta:
        table_name = table_name("warehouse")


class PickRecord(WarehouseTable):
    """pk `PICK#<id>`, sk `PICK`; listed `PICKS#<warehouse>#<state>#<shard>` / bin, time, id. `body` is pick.Pick."""

    class Meta:
        table_name = table_name("warehouse")


def pick_pk(pick_id: str) -> str:
    return f"PICK#{pick_id}"


def picks_of(warehouse_id: str, state: str) -> str:
    return f"PICKS#{warehouse_id}#{state}"
