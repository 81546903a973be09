"""Gift cards that an amendment takes out of an order: of one that is not paid they are never issued, of a paid one they are closed, unused
ones alone, in the transaction that amends it (ADR 172)."""

from __future__ import annotations

from collections import Counter

from functions.loyalty import taken_out_writes
from functions.orders.model.amendments.amendment import changed_lines
from functions.orders.model.order import Order
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write


def cards_out(before: Order, after: Order, *, waits: bool, by_law: bool, actor: Actor) -> list[Write]:
    """Nothing is read where none is taken out. `waits`: the amendment counts once it is paid. A card cannot: it is of use, or it is closed.
    `by_law`: its buyer withdrew; of cards people decide.

    Raises Conflict (409 `gift_card_line`, `gift_card_used`, `cards_awaited`)."""
    taken = _taken(before, after)
    if not taken:
        return []
    if by_law:
        raise Conflict("Gift cards are taken out by people.", code="gift_card_line")
    if waits:
        raise Conflict("Take gift cards out by themselves: what comes in is to be paid first.", code="gift_card_line")
    return taken_out_writes(before.id, taken, actor)


def card_pieces_out(before: Order, after: Order) -> Counter[str]:
    """By variant."""
    variants = {line.line_id: line.variant_id for line in before.lines}
    pieces = Counter[str]()
    for line_id, count in _taken(before, after).items():
        pieces[variants[line_id]] += count
    return pieces


def _taken(before: Order, after: Order) -> dict[str, int]:
    """By line."""
    cards = {line.line_id for line in before.lines if line.is_card}
    return {one.line_id: one.before - one.after for one in changed_lines(before, after) if one.line_id in cards and one.after < one.before}
