"""Create, edit and delete warehouses. One that holds pieces can be neither closed nor deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.records import WAREHOUSES_PK, ShelfRecord, WarehouseRecord, warehouse_sk
from functions.catalog.repository import check_version, keep_answer, settled
from functions.catalog.warehouse import MAIN, Warehouse
from functions.shared import ids
from functions.shared.again import Overtaken
from functions.shared.errors import Conflict, Invalid, NotFound
from functions.shared.records import dump, load
from functions.shared.transactions import Check, Delete, Put, Write, put_new, transact

Remember = Callable[[Warehouse, int], list[Write]]
MAX_WAREHOUSES = 100


def warehouses() -> list[Warehouse]:
    """In the order in which pieces are taken from them. One request."""
    return [one for one, _ in stored_warehouses()]


def stored_warehouses() -> list[tuple[Warehouse, int]]:
    """With their versions, 0 for one that is not stored."""
    found = {record.sk: (load(Warehouse, record.body), int(record.version)) for record in WarehouseRecord.query(WAREHOUSES_PK)}
    found.setdefault(warehouse_sk(MAIN.id), (MAIN, 0))
    return sorted(found.values(), key=lambda one: (one[0].priority, one[0].id != MAIN.id, one[0].id))


def warehouse(warehouse_id: str) -> tuple[Warehouse, int]:
    """Raises NotFound."""
    found = next((one for one in stored_warehouses() if one[0].id == warehouse_id), None)
    if found is None:
        raise NotFound("There is no such warehouse.")
    return found


def create_warehouse(values: Mapping[str, Any], *, remember: Remember) -> tuple[Warehouse, int]:
    if len(stored_warehouses()) >= MAX_WAREHOUSES:
        raise Conflict(f"There are {MAX_WAREHOUSES} warehouses already.", code="too_many_warehouses")
    one = Warehouse(ids.new_id("wh"), **values)
    transact([put_new(_record(one, 1)), *remember(one, 1)])
    return one, 1


def edit_warehouse(warehouse_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember) -> tuple[Warehouse, int]:
    """Raises Conflict (409 `warehouse_in_use`) when it is to be closed and holds pieces."""

    def attempt() -> tuple[Warehouse, int]:
        before, version = warehouse(warehouse_id)
        check_version(version, if_match)
        after = replace(before, **values)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        if before.active and not after.active:
            _check_empty(warehouse_id)
        transact([_put(after, version), *remember(after, version + 1)])
        return after, version + 1

    return settled(attempt)


def delete_warehouse(warehouse_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Close it first: so nothing can come in while it goes. Raises Conflict (409 `warehouse_active`, `warehouse_in_use`)."""

    def attempt() -> None:
        before, version = warehouse(warehouse_id)
        check_version(version, if_match)
        if before.id == MAIN.id or before.active:
            raise Conflict("Close the warehouse first; the main one stays.", code="warehouse_active")
        _check_empty(warehouse_id)
        transact([Delete(_record(before, version), WarehouseRecord.version == version, Overtaken()), *remember])

    settled(attempt)


def check_open(warehouse_id: str, known: list[Warehouse]) -> list[Write]:
    """What a movement into the warehouse puts into its transaction. Raises Invalid (422 `unknown_warehouse`) for one that is not open."""
    if not any(one.id == warehouse_id and one.active for one in known):
        raise _unknown()
    if warehouse_id == MAIN.id:
        return []
    return [Check(WarehouseRecord, WAREHOUSES_PK, warehouse_sk(warehouse_id), WarehouseRecord.active == 1, _unknown())]


def _unknown() -> Invalid:
    return Invalid.field("/warehouse_id", "unknown_warehouse", "There is no such open warehouse.")


def _check_empty(warehouse_id: str) -> None:
    shelves = ShelfRecord.gsi1.query(warehouse_sk(warehouse_id), filter_condition=ShelfRecord.on_hand != 0)
    if next(iter(shelves), None) is not None:
        raise Conflict("Pieces still lie in this warehouse.", code="warehouse_in_use")


def _record(one: Warehouse, version: int) -> WarehouseRecord:
    pk, sk = WAREHOUSES_PK, warehouse_sk(one.id)
    return WarehouseRecord(pk=pk, sk=sk, kind="warehouse", body=dump(one), version=version, active=int(one.active))


def _put(one: Warehouse, version: int) -> Write:
    record = _record(one, version + 1)
    return Put(record, WarehouseRecord.version == version, Overtaken()) if version else put_new(record, Overtaken())
