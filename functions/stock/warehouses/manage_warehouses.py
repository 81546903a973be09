"""Create, edit and delete warehouses. One that holds pieces can be neither closed nor deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.shards import rows
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_put
from functions.stock.model.warehouse import MAIN, Warehouse
from functions.stock.store.records import WAREHOUSES_PK, ShelfRecord, WarehouseRecord, warehouse_sk
from functions.stock.store.served_areas import areas_writes
from functions.stock.store.warehouses import stored_warehouses, warehouse

MAX_WAREHOUSES = 100


def create_warehouse(values: Mapping[str, Any], *, remember: Remember[Warehouse, int]) -> tuple[Warehouse, int]:
    if len(stored_warehouses()) >= MAX_WAREHOUSES:
        raise Conflict(f"There are {MAX_WAREHOUSES} warehouses already.", code="too_many_warehouses")
    one = Warehouse(fresh.new_id("wh"), **values)

    def attempt() -> None:
        transact([put_new(_record(one, 1)), *areas_writes(one.id, one), *remember(one, 1)])

    again(attempt)
    return one, 1


def edit_warehouse(
    warehouse_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Warehouse, int]
) -> tuple[Warehouse, int]:
    """Raises Conflict (409 `warehouse_in_use`) when it is to be closed and holds pieces."""

    def attempt() -> tuple[Warehouse, int]:
        before, version = warehouse(warehouse_id)
        check_version(version, if_match)
        after = replace(before, **values)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        if before.active and not after.active:
            check_empty(warehouse_id)
        areas = areas_writes(after.id, after) if after.serves != before.serves else []
        transact([_put(after, version), *areas, *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def delete_warehouse(warehouse_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Close it first: so nothing can come in while it goes. Raises Conflict (409 `warehouse_active`, `warehouse_in_use`)."""

    def attempt() -> None:
        before, version = warehouse(warehouse_id)
        check_version(version, if_match)
        if before.id == MAIN.id or before.active:
            raise Conflict("Close the warehouse first; the main one stays.", code="warehouse_active")
        check_empty(warehouse_id)
        transact([locked_delete(_record(before, version), version), *areas_writes(before.id, None), *remember])

    again(attempt)


def check_empty(warehouse_id: str) -> None:
    """Reads all its shelves by key: the index holds no pieces."""
    shelves = rows(ShelfRecord, warehouse_sk(warehouse_id), former="gsi1")
    while chunk := [(row.pk, row.sk) for row in islice(shelves, 100)]:
        if any(record.on_hand for record in find_many({ShelfRecord: chunk}).values() if isinstance(record, ShelfRecord)):
            raise Conflict("Pieces still lie in this warehouse.", code="warehouse_in_use")


def _record(one: Warehouse, version: int) -> WarehouseRecord:
    pk, sk = WAREHOUSES_PK, warehouse_sk(one.id)
    return WarehouseRecord(pk=pk, sk=sk, kind="warehouse", body=dump(one), version=version, active=int(one.active))


def _put(one: Warehouse, version: int) -> Write:
    record = _record(one, version + 1)
    return locked_put(record, version)
