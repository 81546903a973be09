"""Adjust stock by hand: goods came in, broke, were found. Who did it and why is kept in the ledger."""

from __future__ import annotations

from functions.catalog.book_stock import Remember, book
from functions.catalog.read_stock import Level
from functions.catalog.stock import JournalLine
from functions.shared.contracts.catalog import StockAdjusted
from functions.shared.events import Actor, Payload


def adjust_stock(reference: str, warehouse_id: str, delta: int, reason: str, *, actor: Actor, remember: Remember) -> Level:
    """The new level. Raises as `book` does."""

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        return [JournalLine(variant_id, warehouse_id, delta, 0)], StockAdjusted(variant_id, warehouse_id, delta, reason)

    return book(reference, "adjust", reason, decide, actor=actor, remember=remember)
