"""A typed code opens a gift card, or is a wrong guess."""

from __future__ import annotations

from functions.loyalty.model.card_code import typed as read_code
from functions.loyalty.model.stored import State, Stored
from functions.loyalty.store.values import card_of_code
from functions.shared.limits.guesses import guessed_wrong
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, NotFound


class UnknownCard(NotFound):
    code, title = "unknown_card", "There is no such gift card"


class CardUnusable(Conflict):
    """`reason`: inactive, disabled, closed, expired or empty."""

    code, title = "card_unusable", "The gift card cannot be used"


def find_card(typed: str) -> Stored:
    """Two GetItem. Raises UnknownCard (404), counted as a guess. A card that was never activated is none for who has its code."""
    code = read_code(typed)
    card = card_of_code(code) if code is not None else None
    if card is None or card.state is State.INACTIVE:
        guessed_wrong()
        raise UnknownCard("There is no such gift card; look for a slip.")
    return card


def open_card(typed: str) -> Stored:
    """One that can be used now. Raises UnknownCard (404), CardUnusable (409) with its `reason`."""
    card = find_card(typed)
    if reason := why_not(card):
        raise CardUnusable(f"The card cannot be used: {reason}.", reason=reason)
    return card


def why_not(card: Stored) -> str:
    """Empty where it can be used."""
    if card.state is not State.ACTIVE:
        return card.state.value
    if card.is_over(clock.now()):
        return "expired"
    return "" if card.balance else "empty"
