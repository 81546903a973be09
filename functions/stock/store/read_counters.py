"""Reading the counters of variants."""

from __future__ import annotations

from dataclasses import replace

from functions.stock.model.counters import Counters
from functions.stock.model.stock import Place
from functions.stock.model.warehouse import Warehouse
from functions.stock.store.records import STOCK_SK, VariantStockRecord, place_of, variant_pk


def counters(variant_id: str, known: list[Warehouse]) -> Counters:
    """One consistent query over the counters and shelves of the variant, whatever the number of warehouses and bins."""
    found = Counters(variant_id, 0, 0, 0, 0, {}, known)
    shelves: dict[Place, int] = {}
    # "STOCK" comes before "WH#…", movements and events before both.
    for record in VariantStockRecord.query(variant_pk(variant_id), VariantStockRecord.sk >= STOCK_SK, consistent_read=True):
        if record.sk == STOCK_SK:
            figures = int(record.available), int(record.reserved), int(record.version), int(record.unallocated)
            found = Counters(variant_id, *figures, {}, known, None if record.safety is None else int(record.safety))
        else:
            shelves[place_of(record.sk)] = int(record.on_hand)
    return replace(found, shelves=shelves)
