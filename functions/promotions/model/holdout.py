"""Who does not get what a campaign takes off, so that it can be told what it brings; and what both did. Pure.

Customers are held out by lot: by who they are and which campaign it is, so always the same ones. A guest is nobody who could be kept from
it for good, so guests get it and are not compared; at 100 % nobody gets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from math import exp, log, sqrt

from functions.promotions.model.campaign import Campaign
from functions.promotions.model.eligibility import addresses
from functions.promotions.model.rule import Basket
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.scores.holdout import WHOLE, is_held_out

_Z95 = 1.96
_POINTS = 10_000


def held_out(campaign_id: str, share: int, customer_id: str | None) -> bool:
    """`share`: per cent."""
    if share >= WHOLE or not customer_id:
        return share >= WHOLE
    return is_held_out(campaign_id, customer_id, share)


@dataclass(frozen=True)
class Trial:
    """A campaign that holds somebody out, as it was for one order when that was placed."""

    campaign_id: str
    share: int
    held_out: bool


def trials_of(campaigns: Iterable[Campaign], basket: Basket) -> tuple[Trial, ...]:
    """Of a customer whom these campaigns address, whether they were given something or not: else those who buy because they are given
    something would be compared with all others."""
    if not basket.customer_id:
        return ()
    return tuple(
        Trial(one.id, one.holdout, held_out(one.id, one.holdout, basket.customer_id))
        for one in campaigns
        if one.holdout and one.currency == basket.currency and one.runs_at(basket.at) and addresses(one.audience, basket)
    )


@dataclass(frozen=True)
class Part:
    """`value`: what their orders came to, less what was paid back, in the campaign's currency."""

    buyers: int = 0
    orders: int = 0
    value: int = 0


@dataclass(frozen=True)
class Range:
    """In basis points; the true one lies between `low` and `high` in 95 of 100 such campaigns."""

    value: int
    low: int
    high: int


@dataclass(frozen=True)
class Comparison:
    share: int
    held_out: Part = field(default_factory=Part)
    exposed: Part = field(default_factory=Part)

    @property
    def orders_lift(self) -> Range | None:
        """How many more orders the exposed placed than the held out, for each hundredth of all customers. None while one part has none:
        nothing can be said of it then. Orders are counts (Poisson), so the logarithm of the ratio is off by the root of 1/a + 1/b."""
        ratio = self._ratio(self.exposed.orders, self.held_out.orders)
        if ratio is None:
            return None
        off = exp(_Z95 * sqrt(1 / self.exposed.orders + 1 / self.held_out.orders))
        return Range(*(round((one - 1) * _POINTS) for one in (ratio, ratio / off, ratio * off)))

    @property
    def value_lift(self) -> int | None:
        """The same of what their orders came to, in basis points."""
        ratio = self._ratio(self.exposed.value, self.held_out.value)
        return None if ratio is None else round((ratio - 1) * _POINTS)

    def _ratio(self, exposed: int, held: int) -> float | None:
        if not 0 < self.share < WHOLE or exposed <= 0 or held <= 0:
            return None
        return exp(log(exposed / (WHOLE - self.share)) - log(held / self.share))
