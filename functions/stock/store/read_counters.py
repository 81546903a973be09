"""Reading the counters of variants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from functions.shared.store.records import find_many
from functions.stock.model.counters import Counters
from functions.stock.model.warehouse import Warehouse
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, VariantStockRecord, variant_pk, warehouse_sk


def counters(variant_id: str, known: list[Warehouse]) -> Counters:
    """One consistent query over the counters and shelves of the variant."""
    found = Counters(variant_id, 0, 0, 0, 0, {}, known)
    shelves: dict[str, int] = {}
    # "STOCK" comes before "WH#…", movements and events before both.
    for record in VariantStockRecord.query(variant_pk(variant_id), VariantStockRecord.sk >= STOCK_SK, consistent_read=True):
        if record.sk == STOCK_SK:
            figures = int(record.available), int(record.reserved), int(record.version), int(record.unallocated)
            found = Counters(variant_id, *figures, {}, known)
        else:
            shelves[record.sk.removeprefix(warehouse_sk(""))] = int(record.on_hand)
    return replace(found, shelves=shelves)


def counters_of(variant_ids: Collection[str], known: list[Warehouse]) -> list[Counters]:
    """One consistent read over counters and shelves of several variants, up to 100 items; no shelves but those of the known warehouses."""
    shelves = [(variant_pk(variant_id), warehouse_sk(one.id)) for variant_id in variant_ids for one in known]
    found = find_many({StockRecord: [(variant_pk(variant_id), STOCK_SK) for variant_id in variant_ids], ShelfRecord: shelves})
    levels = []
    for variant_id in variant_ids:
        pk = variant_pk(variant_id)
        there = {one.id: found.get((ShelfRecord, pk, warehouse_sk(one.id))) for one in known}
        on_hand = {name: int(shelf.on_hand) for name, shelf in there.items() if isinstance(shelf, ShelfRecord)}
        level = Counters(variant_id, 0, 0, 0, 0, on_hand, known)
        stock = found.get((StockRecord, pk, STOCK_SK))
        if isinstance(stock, StockRecord):
            level = replace(level, available=int(stock.available), reserved=int(stock.reserved), version=int(stock.version))
            level = replace(level, unallocated=int(stock.unallocated))
        levels.append(level)
    return levels
