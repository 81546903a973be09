"""Pieces go from one warehouse to another; what is for sale stays the same at every moment."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockTransferred
from functions.shared.events.envelope import Actor, Payload
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember
from functions.stock.keeping.book_stock import book
from functions.stock.keeping.read_stock import Level
from functions.stock.model.stock import JournalLine


def transfer_stock(
    reference: str, from_warehouse: str, to_warehouse: str, quantity: int, reason: str, *, actor: Actor, remember: Remember[Level]
) -> Level:
    """The level afterwards. Raises as `book` does."""
    if from_warehouse == to_warehouse:
        raise Invalid.field("/to_warehouse_id", "same_warehouse", "Name another warehouse.")

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        lines = [JournalLine(variant_id, from_warehouse, -quantity, 0), JournalLine(variant_id, to_warehouse, quantity, 0)]
        return lines, StockTransferred(variant_id, from_warehouse, to_warehouse, quantity, reason)

    return book(reference, "transfer", reason, decide, actor=actor, remember=remember)
