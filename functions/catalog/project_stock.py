"""Follows the stream of the stock table: shows shoppers what is in stock, takes what was sold from a warehouse, and lists every
movement at its variant.

All of it is safe to repeat: a movement row is written once, sold pieces are allocated once, and a stock state is shown only if its
counters are newer than those last seen.
"""

from __future__ import annotations

from typing import Any

from functions.catalog.allocate_stock import allocate_sold
from functions.catalog.records import (
    CARD_SK,
    MOVEMENT,
    PRODUCT_SK,
    CardRecord,
    JournalRecord,
    MovementRecord,
    ProductRecord,
    StockRecord,
    product_pk,
    variant_pk,
)
from functions.catalog.repository import settled
from functions.catalog.stock import JournalEntry, JournalLine, Movement, SeenState, best_state, state_of
from functions.shared.again import Overtaken
from functions.shared.records import dump, find, load
from functions.shared.transactions import Exists, Put, Update, put_new, transact


def project_change(change: dict[str, Any]) -> None:
    """One record of the stream. Anything but counters and new journal entries is none of its business."""
    new, old = change.get("NewImage"), change.get("OldImage")
    if not new:
        return
    kind = new.get("kind", {}).get("S")
    if kind == "journal":
        entry = load(JournalEntry, JournalRecord.from_raw_data(new).body)
        _list_movements(entry)
        allocate_sold(entry)
    elif kind == "stock":
        now = StockRecord.from_raw_data(new)
        before = StockRecord.from_raw_data(old) if old else None
        if before is None or state_of(int(before.available)) != state_of(int(now.available)):
            show_state(now)


def movement_put(entry: JournalEntry, line: JournalLine) -> Put:
    movement = Movement(entry.cause, entry.reason, entry.actor, entry.at, line.warehouse, line.available, line.reserved)
    sk = f"{MOVEMENT}{entry.at}#{entry.cause}#{line.warehouse}"
    return put_new(MovementRecord(pk=variant_pk(line.variant_id), sk=sk, kind="movement", body=dump(movement)))


def show_state(stock: StockRecord) -> None:
    """The product and its card show the state these counters mean."""
    variant_id, seen = stock.pk.removeprefix("VAR#"), SeenState(state_of(int(stock.available)), int(stock.version))
    pk = product_pk(stock.product_id or "")

    def attempt() -> None:
        record = find(ProductRecord, pk, PRODUCT_SK)
        if record is None:
            return
        states = load(dict[str, SeenState], record.stock_states)
        known = states.get(variant_id)
        if known is not None and known.seen >= seen.seen:
            return
        states[variant_id] = seen
        actions = [ProductRecord.stock_states.set(dump(states)), ProductRecord.states_version.set(record.states_version + 1)]
        same = ProductRecord.states_version == record.states_version
        product = Update(ProductRecord, pk, PRODUCT_SK, actions, same, Overtaken())
        transact([product, Update(CardRecord, pk, CARD_SK, [CardRecord.stock_state.set(best_state(states))])])

    settled(attempt)


def _list_movements(entry: JournalEntry) -> None:
    for line in entry.lines:
        try:
            transact([movement_put(entry, line)])
        except Exists:
            continue
