"""Somebody waits for a variant that is sold out: told once when it is back, in the order of asking. Pure.

waiting ──so many pieces are there──► told (and gone)        waiting ──taken back, 180 days──► gone
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from functions.shared.plain.deferred import dataclass

KEPT = timedelta(days=180)
MOST = 50
"""That one person can wait for."""
AGAIN = timedelta(hours=1)
"""So long those who were told come first; what is left then is told to the next ones."""


@dataclass(frozen=True)
class Wish:
    """`person`: a customer, or the key of an address. `quantity`: that they want; fewer are no news to them. `channel`: how they are told;
    `sold_by`: the sales channel that they asked in, empty for the shop's own. `version` is its item's."""

    person: str
    variant_id: str
    product_id: str
    quantity: int
    channel: str
    language: str
    asked_at: str
    sold_by: str = ""
    version: int = 0


def whom_to_tell(waiting: Sequence[Wish], available: int) -> list[Wish]:
    """The first ones whose pieces are all there, one after the other. Who wants more than is left keeps their place."""
    told, left = [], available
    for one in waiting:
        if one.quantity <= left:
            told.append(one)
            left -= one.quantity
    return told
