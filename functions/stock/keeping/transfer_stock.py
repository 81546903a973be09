"""Pieces go from one warehouse or bin to another; what is for sale stays the same at every moment."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockTransferred
from functions.shared.events.envelope import Actor, Payload
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember
from functions.stock.keeping.book_stock import book
from functions.stock.keeping.read_stock import Level
from functions.stock.model.stock import JournalLine, Place


def transfer_stock(
    reference: str, source: Place, goal: Place, quantity: int, reason: str, *, actor: Actor, remember: Remember[Level]
) -> Level:
    """The level afterwards. Raises as `book` does."""
    if source == goal:
        raise Invalid.field("/to_warehouse_id", "same_warehouse", "Name another warehouse or bin.")

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        lines = [
            JournalLine(variant_id, place.warehouse, pieces, 0, place.bin) for place, pieces in ((source, -quantity), (goal, quantity))
        ]
        told = StockTransferred(variant_id, source.warehouse, goal.warehouse, quantity, reason, source.bin, goal.bin)
        return lines, told

    return book(reference, "transfer", reason, decide, actor=actor, remember=remember)
