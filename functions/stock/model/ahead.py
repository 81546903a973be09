"""Selling ahead: a variant that can be bought although no stock of it is left (back-order), or before the day of its release (pre-order).

Pure. README.md says what is true of its pieces at all times.
"""

from __future__ import annotations

from typing import Literal

from functions.shared.plain.deferred import dataclass
from functions.stock.model.stock import state_of
from functions.stock.model.stock_state import StockState

Mode = Literal["none", "preorder", "backorder"]
SoldAs = Literal["preorder", "backorder"]


@dataclass(frozen=True)
class AheadTerms:
    """What staff set for a variant. `limit`: how many pieces may be sold ahead and not be there yet; `promised_on`: the day that buyers
    are told;    `until`, of a pre-order: the first day on which it is sold from stock. `version` rises with every change of these terms."""

    mode: Mode = "none"
    limit: int = 0
    promised_on: str = ""
    until: str = ""
    version: int = 0

    @property
    def sold_as(self) -> SoldAs | None:
        return None if self.mode == "none" else self.mode

    def is_unreleased(self, today: str) -> bool:
        """A pre-order before its day: whatever lies there is kept for those who ordered it before, and for the day."""
        return self.mode == "preorder" and today < self.until

    def offer(self, owed: int, today: str, text: str) -> AheadOffer | None:
        """`owed`: pieces that are sold ahead now. `text`: the terms as they are kept."""
        if self.mode == "none" or (self.mode == "preorder" and not self.is_unreleased(today)):
            return None
        return AheadOffer(self.mode, self.promised_on, max(0, self.limit - owed), self.limit, self.is_unreleased(today), text)


@dataclass(frozen=True)
class AheadOffer:
    """What can be bought ahead at this moment: `left` pieces. `waits_all`: also pieces that lie there wait, for the day of the release."""

    sold_as: SoldAs
    promised_on: str
    left: int
    limit: int
    waits_all: bool
    terms: str

    def buyable(self, available: int) -> int:
        """Of a variant of which so many are for sale now."""
        return self.left if self.waits_all else max(0, available) + self.left

    def promise(self, variant_id: str, quantity: int, available: int) -> AheadPromise | None:
        """What a purchase of so many takes of the limit; None where it takes nothing, or more than there is."""
        free = 0 if self.waits_all else max(0, available)
        pieces = quantity - free
        return AheadPromise(variant_id, pieces, free, self) if 0 < pieces <= self.left else None


@dataclass(frozen=True)
class AheadPromise:
    """Of a purchase: `pieces` are sold ahead, besides `free` ones that were for sale."""

    variant_id: str
    pieces: int
    free: int
    offer: AheadOffer

    @property
    def agreed(self) -> str:
        """What its buyer was told, for a comparison."""
        return f"{self.variant_id} {self.offer.sold_as} {self.offer.promised_on}"


def convertible(available: int, owed: int, safety: int) -> int:
    """Pieces that lie there for those that were sold ahead: everything bought takes from `available`, there or not."""
    return available - safety + owed


def shown_as(for_sale: int, low_at: int, terms: AheadTerms, left: int) -> tuple[StockState, str]:
    """What shoppers see of a variant, and the day they are told. `left`: of the limit. A pre-order is shown as one until it is ended."""
    state, sold_as = state_of(for_sale, low_at), terms.sold_as
    if sold_as is None or left <= 0 or (sold_as == "backorder" and for_sale > 0):
        return state, ""
    return sold_as, terms.promised_on
