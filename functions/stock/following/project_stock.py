"""Follows the stream of the stock table: shows shoppers what is in stock, takes what was sold from a warehouse, and lists every
movement at its variant.

All of it is safe to repeat: a movement row is written once, sold pieces are allocated once, and a stock state is shown only if its
counters are newer than those last seen.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from functions.catalog import show_stock
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Put, parts_of, transact
from functions.stock.following.alert_low import alert_low, is_looked_at_anew, own
from functions.stock.following.allocate_stock import allocate_sold
from functions.stock.following.fill_owed import fill_owed
from functions.stock.following.look_anew import begin_walk, go_on
from functions.stock.following.put_back import put_back
from functions.stock.following.tell_return import for_sale, tell_return
from functions.stock.model.ahead import shown_as
from functions.stock.model.stock import JournalEntry
from functions.stock.model.stock_settings import StockSettings, low_from
from functions.stock.model.stock_state import StockState
from functions.stock.store.ahead import terms_of
from functions.stock.store.movements import movement_put
from functions.stock.store.records import WALK_SK, JournalRecord, SettingsRecord, StockRecord, variant_pk
from functions.stock.store.stock_settings import stock_settings

_TOLD = ("product_id", "available", "safety", "low_at", "looked", "recalls", "ahead", "owed")
"""What a change of the counters must touch for anybody to be told: pieces that are committed, planned or taken are not."""


class Projection:
    """Of one invocation: its records share the shop's settings, read when one of them first asks, and the writes of their movements."""

    def __init__(self) -> None:
        self._movements: list[Put] = []

    @cached_property
    def _settings(self) -> StockSettings:
        return stock_settings()

    def take(self, change: dict[str, Any]) -> None:
        """One record of the stream. Anything but counters and new journal entries is none of its business."""
        new, old = change.get("NewImage"), change.get("OldImage")
        if not new:
            return
        kind = new.get("kind", {}).get("S")
        if kind == "journal":
            entry = load(JournalEntry, JournalRecord.from_raw_data(new).body)
            if not entry.listed:
                self._movements += [movement_put(entry, line) for line in entry.lines]
            allocate_sold(entry)
            put_back(entry)
        elif kind == "stock":
            self._counters(StockRecord.from_raw_data(old) if old else None, StockRecord.from_raw_data(new))
        elif kind == "stock_settings":
            record = SettingsRecord.from_raw_data(new)
            (go_on if record.sk == WALK_SK else begin_walk)(record)

    def list_movements(self) -> None:
        """Of all entries that were taken. The same entry writes the same rows, so a second time changes nothing."""
        # A stream repeats itself, and one transaction writes an item once.
        rows = list({(put.record.pk, put.record.sk): put for put in self._movements}.values())
        for some in parts_of(rows):
            transact(some)

    def _counters(self, before: StockRecord | None, now: StockRecord) -> None:
        if before is not None and all(getattr(before, name) == getattr(now, name) for name in _TOLD):
            return
        alert_low(before, now, self._settings)
        tell_return(before, now, self._settings)
        shown = self._shown(now)
        if before is None or is_looked_at_anew(before, now) or self._shown(before) != shown:
            show_stock(now.product_id or "", now.pk.removeprefix(variant_pk("")), shown[0], int(now.version), promised_on=shown[1])
        fill_owed(now, self._settings)

    def _shown(self, record: StockRecord) -> tuple[StockState, str]:
        """And the day that is promised, of what is sold ahead."""
        settings, terms = self._settings, terms_of(record)
        left = 0 if record.recalls else terms.limit - int(record.owed or 0)
        return shown_as(for_sale(record, settings), low_from(own(record.low_at), settings), terms, left)
