"""Face: an order with gift cards is placed. What was bought, and whom it is for, stands here before it is paid."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty.model.bought import Bought, BoughtLine
from functions.loyalty.store.bought import bought_put, sent_to_put
from functions.shared.contact.card_to import CardTo
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class CardLine:
    """A line of gift cards. `worth`: what a piece costs."""

    line_id: str
    worth: int
    quantity: int
    to: CardTo | None


def bought_writes(order_id: str, currency: str, lines: Sequence[CardLine], *, waits: bool) -> list[Write]:
    """For the transaction that places the order; nothing for one without gift cards. `waits`: for its group."""
    if not lines:
        return []
    bought = Bought(order_id, currency, [BoughtLine(one.line_id, one.worth, one.quantity) for one in lines], waits)
    to = {one.line_id: one.to for one in lines if one.to}
    return [bought_put(bought), *([sent_to_put(order_id, to)] if to else [])]
