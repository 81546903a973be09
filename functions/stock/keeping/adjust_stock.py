"""Adjust stock by hand: goods came in, broke, were found. Who did it and why is kept in the ledger."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockAdjusted
from functions.shared.events.envelope import Actor, Payload
from functions.shared.store.transactions import Remember
from functions.stock.keeping.book_stock import book
from functions.stock.keeping.read_stock import Level
from functions.stock.model.stock import JournalLine, Place


def adjust_stock(reference: str, place: Place, delta: int, reason: str, *, actor: Actor, remember: Remember[Level]) -> Level:
    """The new level. Raises as `book` does."""

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        told = StockAdjusted(variant_id, place.warehouse, delta, reason, place.bin)
        return [JournalLine(variant_id, place.warehouse, delta, 0, place.bin)], told

    return book(reference, "adjust", reason, decide, actor=actor, remember=remember)
