"""Gift cards as goods: by what they are known among a cart's lines, and whom they are sent to. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

GIFT_CARD = "gift_card"
"""The tax class of a product that is a gift card (ADR 156): nothing is taxed when it is sold, its goods are when it pays for them."""


@dataclass(frozen=True)
class CardTo:
    """Empty e-mail: its buyer. `on`: the day (of the store) on which it is told; empty: at once."""

    email: str = ""
    name: str = ""
    message: str = ""
    on: str = ""
