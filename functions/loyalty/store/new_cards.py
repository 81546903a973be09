"""A gift card that there was not: its account without value, and its code."""

from __future__ import annotations

from functions.loyalty.model.card_code import LENGTH, code_of
from functions.loyalty.model.stored import Form, State, Stored
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class IssuedCard:
    card: Stored
    code: str


def new_card(card_id: str, worth: Money, *, batch: str, expires_at: str = "", code: str = "") -> IssuedCard:
    """Inactive. `code`: where it is decided already."""
    code = code or code_of(fresh.chance(LENGTH))
    card = Stored(
        Form.GIFT_CARD, worth.currency, card_id, state=State.INACTIVE, worth=worth.amount, expires_at=expires_at, last4=code[-4:],
        batch=batch, issued_at=times.iso(clock.now()),
    )  # fmt: skip
    return IssuedCard(card, code)
