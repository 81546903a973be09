"""Reading warehouses."""

from __future__ import annotations

from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.store.listing import in_partition
from functions.shared.store.once import once_a_batch
from functions.shared.store.transactions import Check, Write
from functions.stock.model.warehouse import MAIN, Warehouse
from functions.stock.store.records import WAREHOUSES_PK, WarehouseRecord, warehouse_sk


@once_a_batch
def warehouses() -> list[Warehouse]:
    """In the order in which pieces are taken from them. One request."""
    return [one for one, _ in stored_warehouses()]


def stored_warehouses() -> list[tuple[Warehouse, int]]:
    """With their versions, 0 for one that is not stored."""
    records = in_partition(WarehouseRecord, WAREHOUSES_PK, beginning=warehouse_sk(""), consistent=False)
    found = {record.sk: (load(Warehouse, record.body), int(record.version)) for record in records}
    found.setdefault(warehouse_sk(MAIN.id), (MAIN, 0))
    return sorted(found.values(), key=lambda one: (one[0].priority, one[0].id != MAIN.id, one[0].id))


def warehouse(warehouse_id: str) -> tuple[Warehouse, int]:
    """Raises NotFound."""
    found = next((one for one in stored_warehouses() if one[0].id == warehouse_id), None)
    if found is None:
        raise NotFound("There is no such warehouse.")
    return found


def check_open(warehouse_id: str, known: list[Warehouse]) -> list[Write]:
    """What a movement into the warehouse puts into its transaction. Raises Invalid (422 `unknown_warehouse`) for one that is not open."""
    if not any(one.id == warehouse_id and one.active for one in known):
        raise _unknown()
    if warehouse_id == MAIN.id:
        return []
    return [Check(WarehouseRecord, WAREHOUSES_PK, warehouse_sk(warehouse_id), WarehouseRecord.active == 1, _unknown())]


def _unknown() -> Invalid:
    return Invalid.field("/warehouse_id", "unknown_warehouse", "There is no such open warehouse.")
