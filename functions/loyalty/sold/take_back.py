"""Face: cards that were bought and are paid back. What goes back of a card is what is on it, and it is closed in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.loyalty.model.bought import Bought
from functions.loyalty.model.stored import State, Stored, close
from functions.loyalty.store.bought import bought_of, bought_put
from functions.loyalty.store.values import Booking, ValueKey, booked_values, value_of
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write


class CardUsed(Conflict):
    """`line_id`: of the card."""

    code, title = "gift_card_used", "A gift card of the order was used"


@dataclass(frozen=True)
class BoughtCards:
    """The cards of an order that were issued and are not closed, by line; those with most on them first."""

    bought: Bought
    cards: Mapping[str, Sequence[Stored]]

    def worth(self, line_id: str, pieces: int) -> int:
        """What goes back for so many pieces of the line."""
        return sum(card.balance for card in self.cards.get(line_id, ())[:pieces])


def cards_of_order(order_id: str) -> BoughtCards | None:
    """None for an order without gift cards. Raises Conflict (409 `cards_awaited`) while some are not issued yet."""
    bought = bought_of(order_id)
    return None if bought is None else _cards_of(bought)


def _cards_of(bought: Bought) -> BoughtCards:
    if bought.next_pieces(1):
        raise Conflict("Gift cards of the order are being issued: try again in some seconds.", code="cards_awaited")
    found: dict[str, list[Stored]] = {}
    for piece in bought.there:
        card = value_of(ValueKey(bought.currency, piece.card_id))
        if card.state is not State.CLOSED:
            found.setdefault(piece.line_id, []).append(card)
    return BoughtCards(bought, {line_id: sorted(cards, key=lambda card: -card.balance) for line_id, cards in found.items()})


def cards_issued(order_id: str) -> bool:
    """Whether all cards of a paid order are there. One GetItem."""
    bought = bought_of(order_id)
    return bought is None or (bought.paid and not bought.next_pieces(1) and not bought.waits)


def take_back_writes(of: BoughtCards, pieces: Mapping[str, int], actor: Actor) -> list[Write]:
    """So many pieces of each line; the transaction raises Overtaken where one was used since it was read."""
    taken = [card for line_id, count in pieces.items() for card in of.cards.get(line_id, ())[:count]]
    return [bought_put(of.bought), *booked_values([close(card) for card in taken], Booking(actor, of.bought.order_id))] if taken else []


def taken_out_writes(order_id: str, pieces: Mapping[str, int], actor: Actor) -> list[Write]:
    """For the transaction that takes so many pieces of each line out of the order: before it is paid they are never issued, afterwards
    unused ones are closed. Raises CardUsed (409) where fewer are unused, Conflict (409 `cards_awaited`) while some are not issued."""
    bought = bought_of(order_id)
    if bought is None:
        return []
    if not bought.paid:
        left = [replace(line, quantity=line.quantity - pieces.get(line.line_id, 0)) for line in bought.lines]
        return [bought_put(replace(bought, lines=left))]
    of, known = _cards_of(bought), {line.line_id for line in bought.lines}
    taken = {line_id: count for line_id, count in pieces.items() if line_id in known}
    for line_id, count in taken.items():
        unused = [card for card in of.cards.get(line_id, ()) if card.balance == card.worth]
        if len(unused) < count:
            raise CardUsed(f"{len(unused)} gift cards of the line are unused.", line_id=line_id, unused=len(unused))
    return take_back_writes(of, taken, actor)


def unused_cards_writes(order_id: str, actor: Actor) -> list[Write]:
    """For the transaction that cancels a paid order. Raises CardUsed (409): then it is refunded line by line."""
    of = cards_of_order(order_id)
    if of is None:
        return []
    for line_id, cards in of.cards.items():
        if used := [card for card in cards if card.balance < card.worth]:
            raise CardUsed(f"{len(used)} gift cards of the order were used: refund its lines.", line_id=line_id)
    return take_back_writes(of, {line_id: len(cards) for line_id, cards in of.cards.items()}, actor)
