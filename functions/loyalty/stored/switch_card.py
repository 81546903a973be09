"""A card's steps: activated, disabled, enabled again, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from functions.loyalty.model.stored import Change, NotNow, Stored, activate, close, switched
from functions.loyalty.sold.send_card import send_again
from functions.loyalty.store.values import Booking, booked_values, card_named
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


class CardStep(StrEnum):
    ACTIVATE = "activate"
    DISABLE = "disable"
    ENABLE = "enable"
    CLOSE = "close"
    SEND = "send"


_STEPS: Mapping[CardStep, Callable[[Stored], Change]] = {
    CardStep.ACTIVATE: activate,
    CardStep.DISABLE: lambda card: switched(card, on=False),
    CardStep.ENABLE: lambda card: switched(card, on=True),
    CardStep.CLOSE: close,
}


def known_card(card_id: str) -> Stored:
    """Raises NotFound."""
    card = card_named(card_id)
    if card is None:
        raise NotFound("There is no such gift card.")
    return card


def switch_card(card_id: str, step: CardStep, *, booking: Booking, remember: Remember[Stored]) -> Stored:
    """`send`: its code once more, by mail. Raises NotFound, Conflict (409 `card_state` where its state does not allow it, `not_sent`)."""
    if step is CardStep.SEND:
        return send_again(known_card(card_id), booking.actor, remember)

    def attempt() -> Stored:
        card = known_card(card_id)
        try:
            change = _STEPS[step](card)
        except NotNow as wrong:
            raise Conflict(f"The card is {card.state}.", code="card_state", state=card.state.value) from wrong
        transact([*booked_values([change], booking), *remember(change.after)])
        return change.after

    return again(attempt)
