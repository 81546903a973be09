"""Stock-taking: so many pieces were found in a warehouse; the books are set right and the difference is kept in the ledger."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockCounted
from functions.shared.events.envelope import Actor, Payload
from functions.shared.store.transactions import Remember
from functions.stock.keeping.book_stock import book
from functions.stock.keeping.read_stock import Level
from functions.stock.model.stock import JournalLine, Place


def count_stock(reference: str, place: Place, counted: int, reason: str, *, actor: Actor, remember: Remember[Level]) -> Level:
    """The new level; a count without a difference is kept too. Pieces sold but not yet taken away are counted by nobody; in a bin, all
    that lie there are. Of a warehouse that has bins, a count that names none is of all of them, and its difference of what lies in none.

    Raises OutOfStock (409) when fewer pieces were found than are reserved: orders must be cancelled first.
    """

    def decide(level: Level) -> tuple[list[JournalLine], Payload]:
        variant_id = level.variant.id
        whole = next((share.on_hand for share in level.shares() if share.warehouse == place.warehouse), 0)
        difference = counted - (level.shelves.get(place, 0) if place.bin else whole)
        payload = StockCounted(variant_id, place.warehouse, counted, difference, reason, place.bin)
        return [JournalLine(variant_id, place.warehouse, difference, 0, place.bin)], payload

    return book(reference, "count", reason, decide, actor=actor, remember=remember)
