"""Face: what a mail tells of a gift card. Its code is opened when the mail is made, and for whoever it is sent to alone."""

from __future__ import annotations

from functions.loyalty.model.card_code import shown
from functions.loyalty.model.stored import State
from functions.loyalty.store.bought import letter_of, to_send
from functions.loyalty.store.values import ValueKey, value_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.sealing import Erased


@dataclass(frozen=True)
class CardNews:
    """Empty `email`: its buyer's. `order_id` is empty of a card that was not bought."""

    order_id: str
    email: str
    name: str
    message: str
    code: str
    worth: Money
    expires_at: str


def card_news(card_id: str) -> CardNews | None:
    """None where it is of no use any more, or whom it was for was erased. Two GetItem and the key."""
    one = to_send(card_id)
    if one is None:
        return None
    card = value_of(ValueKey(one.currency, card_id))
    if card.state is not State.ACTIVE:
        return None
    try:
        letter = letter_of(one)
    except Erased:
        return None
    to = letter.to
    worth = Money(card.worth, card.currency)
    return CardNews(one.order_id, to.email, to.name, to.message, shown(letter.code), worth, card.expires_at)
