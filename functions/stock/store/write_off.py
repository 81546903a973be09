"""Face: pieces that were not found where the books say they lie are taken off the books, once per cause."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.events.contracts.stock import StockAdjusted
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import locked_update
from functions.stock.model.stock import JournalEntry, JournalLine, Place
from functions.stock.store.move_stock import AlreadyMoved, journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.read_counters import counters
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from functions.stock.store.shelves import shelf_updates


def write_off(variant_id: str, warehouse_id: str, bins: Mapping[str, int], *, cause: str, reason: str) -> None:
    """`bins`: pieces by bin ("": in none). What others have bought or taken by now is not written off: people find it by counting."""
    again(lambda: _write(variant_id, warehouse_id, bins, cause, reason))


def _write(variant_id: str, warehouse_id: str, bins: Mapping[str, int], cause: str, reason: str) -> None:
    level, lines = counters(variant_id, []), list[JournalLine]()
    free = level.available
    for name, pieces in sorted(bins.items()):
        some = min(pieces, free, level.shelves.get(Place(warehouse_id, name), 0))
        if some > 0:
            free -= some
            lines.append(JournalLine(variant_id, warehouse_id, -some, 0, name))
    lost = -sum(line.pieces for line in lines)
    if lost < sum(bins.values()):
        fact("stock.not_written_off", variant_id=variant_id, warehouse=warehouse_id, pieces=sum(bins.values()) - lost)
    if not lines:
        return
    entry = JournalEntry(cause, reason, SYSTEM, times.iso(clock.now()), lines, listed=True)
    pk = variant_pk(variant_id)
    actions = [StockRecord.available.add(-lost), StockRecord.version.add(1)]
    told = [StockAdjusted(variant_id, warehouse_id, line.pieces, reason, line.bin) for line in lines]
    events = [event_put(StockRecord, pk, one, subject=variant_id, actor=SYSTEM, cause=f"{cause}#{one.bin}") for one in told]
    moves: list[Write] = [*shelf_updates(lines), *(movement_put(entry, line) for line in lines), *events]
    try:
        transact([journal_put(entry), locked_update(StockRecord, pk, STOCK_SK, actions, level.version), *moves])
    except AlreadyMoved:
        return
