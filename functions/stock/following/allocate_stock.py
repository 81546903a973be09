"""Sold pieces are taken from a warehouse: after the sale, so that a buyer waits for one counter only, whatever the number of warehouses."""

from __future__ import annotations

from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Update, transact
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, picked
from functions.stock.store.move_stock import AlreadyMoved, journal_put
from functions.stock.store.read_counters import counters
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from functions.stock.store.shelves import NotOnShelf, shelf_update
from functions.stock.store.warehouses import warehouses

REASON = "allocated"


def allocate_sold(entry: JournalEntry) -> None:
    """Of a journal entry that sold pieces from the pool: each variant once, however often the entry is met."""
    for line in entry.lines:
        sold = -(line.available + line.reserved)
        if line.warehouse == POOL and sold > 0:
            again(lambda line=line, sold=sold: _allocate(entry.cause, line.variant_id, sold))  # type: ignore[misc]


def _allocate(cause: str, variant_id: str, quantity: int) -> None:
    level = counters(variant_id, warehouses())
    taken = picked(level.taken_from(), quantity)
    if not taken:
        fact("stock.not_allocated", variant_id=variant_id, quantity=quantity)
        return
    lines = [JournalLine(variant_id, warehouse, -pieces, 0) for warehouse, pieces in taken]
    pool = JournalLine(variant_id, POOL, quantity, 0)
    entry = JournalEntry(f"allocate#{cause}#{variant_id}", REASON, SYSTEM, times.iso(clock.now()), [*lines, pool])
    actions = [StockRecord.unallocated.add(-quantity), StockRecord.version.add(1)]
    counter = Update(StockRecord, variant_pk(variant_id), STOCK_SK, actions, StockRecord.version == level.version, Overtaken())
    try:
        transact([journal_put(entry), counter, *(shelf_update(line) for line in lines)])
    except AlreadyMoved:
        return
    except NotOnShelf as error:
        raise Overtaken from error
