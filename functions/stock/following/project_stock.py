"""Follows the stream of the stock table: shows shoppers what is in stock, takes what was sold from a warehouse, and lists every
movement at its variant.

All of it is safe to repeat: a movement row is written once, sold pieces are allocated once, and a stock state is shown only if its
counters are newer than those last seen.
"""

from __future__ import annotations

from typing import Any

from functions.catalog import show_stock
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import MAX_ACTIONS, transact
from functions.stock.following.alert_low import alert_low, is_looked_at_anew
from functions.stock.following.allocate_stock import allocate_sold
from functions.stock.following.look_anew import begin_walk, go_on
from functions.stock.model.stock import JournalEntry, state_of
from functions.stock.model.stock_settings import offered
from functions.stock.store.movements import movement_put
from functions.stock.store.records import WALK_SK, JournalRecord, SettingsRecord, StockRecord, variant_pk
from functions.stock.store.stock_settings import stock_settings


def project_change(change: dict[str, Any]) -> None:
    """One record of the stream. Anything but counters and new journal entries is none of its business."""
    new, old = change.get("NewImage"), change.get("OldImage")
    if not new:
        return
    kind = new.get("kind", {}).get("S")
    if kind == "journal":
        entry = load(JournalEntry, JournalRecord.from_raw_data(new).body)
        if not entry.listed:
            _list_movements(entry)
        allocate_sold(entry)
    elif kind == "stock":
        _project_counters(StockRecord.from_raw_data(old) if old else None, StockRecord.from_raw_data(new))
    elif kind == "stock_settings":
        record = SettingsRecord.from_raw_data(new)
        (go_on if record.sk == WALK_SK else begin_walk)(record)


def _project_counters(before: StockRecord | None, now: StockRecord) -> None:
    settings = stock_settings()

    def shown(record: StockRecord) -> int:
        return offered(int(record.available), None if record.safety is None else int(record.safety), settings)

    alert_low(before, now, settings)
    if before is None or is_looked_at_anew(before, now) or state_of(shown(before)) != state_of(shown(now)):
        show_stock(now.product_id or "", now.pk.removeprefix(variant_pk("")), shown(now), int(now.version))


def _list_movements(entry: JournalEntry) -> None:
    """The same entry writes the same rows, so a second time changes nothing."""
    for start in range(0, len(entry.lines), MAX_ACTIONS):
        transact(movement_put(entry, line) for line in entry.lines[start : start + MAX_ACTIONS])
