"""Reading the counters of variants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from functions.shared.store.listing import in_partition
from functions.shared.store.records import find_many
from functions.stock.model.counters import Counters
from functions.stock.model.stock import Place
from functions.stock.model.warehouse import Warehouse
from functions.stock.store.records import STOCK_SK, ShelfRecord, VariantStockRecord, place_of, variant_pk, warehouse_sk


def counters(variant_id: str, known: list[Warehouse]) -> Counters:
    """One consistent query over the counters and shelves of the variant, whatever the number of warehouses and bins."""
    found = Counters(variant_id, 0, 0, 0, 0, {}, known)
    shelves: dict[Place, int] = {}
    # "STOCK" comes before "WH#…", movements and events before both.
    for record in in_partition(VariantStockRecord, variant_pk(variant_id), first=STOCK_SK):
        if record.sk == STOCK_SK:
            found = _counters(record, variant_id, known)
        else:
            shelves[place_of(record.sk)] = int(record.on_hand)
    return replace(found, shelves=shelves)


def counters_of_all(variant_ids: Iterable[str], known: list[Warehouse], names: Iterable[str]) -> dict[str, Counters]:
    """Of several variants, with what lies in the warehouses `names`: one BatchGetItem per 100 items. Whose pieces lie in bins is asked for
    by a query of its own, since bins have names of their own."""
    wanted, shelf_keys = list(dict.fromkeys(variant_ids)), [warehouse_sk(name) for name in names]
    if len(wanted) == 1:
        return {wanted[0]: counters(wanted[0], known)}
    found = find_many(
        {
            VariantStockRecord: [(variant_pk(one), STOCK_SK) for one in wanted],
            ShelfRecord: [(variant_pk(one), sk) for one in wanted for sk in shelf_keys],
        }
    )
    levels: dict[str, Counters] = {}
    for one in wanted:
        record = found.get((VariantStockRecord, variant_pk(one), STOCK_SK))
        there = [shelf for sk in shelf_keys if isinstance(shelf := found.get((ShelfRecord, variant_pk(one), sk)), ShelfRecord)]
        if any(int(shelf.binned) for shelf in there):
            levels[one] = counters(one, known)
            continue
        level = _counters(record, one, known) if isinstance(record, VariantStockRecord) else Counters(one, 0, 0, 0, 0, {}, known)
        levels[one] = replace(level, shelves={place_of(shelf.sk): int(shelf.on_hand) for shelf in there})
    return levels


def _counters(record: VariantStockRecord, variant_id: str, known: list[Warehouse]) -> Counters:
    figures = int(record.available), int(record.reserved), int(record.version), int(record.unallocated)
    safety, low_at = (None if value is None else int(value) for value in (record.safety, record.low_at))
    return Counters(variant_id, *figures, {}, known, safety, low_at, int(record.owed or 0))
