"""Stock-taking: so many pieces were found in a warehouse; the books are set right and the difference is kept in the ledger."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockCounted
from functions.shared.events.envelope import Actor, Payload
from functions.shared.store.transactions import Remember
from functions.stock.keeping.book_stock import book
from functions.stock.keeping.read_stock import Level
from functions.stock.model.stock import JournalLine


def count_stock(reference: str, warehouse_id: str, counted: int, reason: str, *, actor: Actor, remember: Remember[Level]) -> Level:
    """The new level; a count without a difference is kept too. Pieces sold but not yet taken away are counted by nobody.

    Raises OutOfStock (409) when fewer pieces were found than are reserved: orders must be cancelled first.
    """

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        booked = next((share.on_hand for share in level.shares() if share.warehouse == warehouse_id), 0)
        difference = counted - booked
        payload = StockCounted(variant_id, warehouse_id, counted, difference, reason)
        return [JournalLine(variant_id, warehouse_id, difference, 0)], payload

    return book(reference, "count", reason, decide, actor=actor, remember=remember)
