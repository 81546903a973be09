"""The gift cards of one order: how many of what worth, and how many of them there are. Pure.

    written down with its order ──paid──► issued, piece after piece ──refunded, cancelled──► closed
                                           disabled while the order is held

A card is the n-th piece of its line, and has its id from that: whoever issues it again finds it there.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class BoughtLine:
    """`worth`: what one piece cost."""

    line_id: str
    worth: int
    quantity: int


@dataclass(frozen=True)
class CardPiece:
    card_id: str
    line_id: str
    worth: int


@dataclass(frozen=True)
class Bought:
    """`waits`: its group is not complete. `gone`: its order was cancelled. `held`, `released`: the last review that began, and that ended
    well. `issued`: so many pieces have their card."""

    order_id: str
    currency: str
    lines: list[BoughtLine]
    waits: bool = False
    paid: bool = False
    gone: bool = False
    held: int = 0
    released: int = 0
    issued: int = 0
    version: int = 0

    @property
    def pieces(self) -> Sequence[CardPiece]:
        return [
            CardPiece(ids.derived_id("gft", self.order_id, line.line_id, str(number)), line.line_id, line.worth)
            for line in self.lines
            for number in range(line.quantity)
        ]

    @property
    def on_hold(self) -> bool:
        return self.held > self.released

    @property
    def there(self) -> Sequence[CardPiece]:
        """Those with a card."""
        return self.pieces[: self.issued]

    def next_pieces(self, most: int) -> Sequence[CardPiece]:
        """What is to be issued now."""
        return self.pieces[self.issued : self.issued + most] if self.paid and not self.gone and not self.waits else []
