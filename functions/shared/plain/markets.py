"""What the law of a buyer's country asks of a shop, and the markets it sells in. Pure.

A market is a set of countries with a currency. What it does not set itself is what the law of its countries says; so is what holds in
a country of no market.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU = frozenset(_EU.split())
"""Member states, by ISO 3166."""


class PriorPrice(StrEnum):
    """What a reduction may be shown against.

    `as_written`: what staff wrote. `lowest_of_30_days`: Directive 98/6/EC, Article 6a(1) and (2). `before_first_reduction`: the same, but
    of reductions that follow each other without a pause, each lower than the last, the first one counts (Article 6a(5)). Member states
    may allow that; whoever sells in one that does sets it.
    """

    AS_WRITTEN = "as_written"
    LOWEST = "lowest_of_30_days"
    FIRST = "before_first_reduction"


@dataclass(frozen=True)
class Market:
    """`prior_price` None: what the law of the country says."""

    code: str
    name: str
    countries: tuple[str, ...]
    currency: str
    prior_price: PriorPrice | None = None


@dataclass(frozen=True)
class Markets:
    """A country is in one market at most."""

    markets: tuple[Market, ...] = ()

    def of(self, country: str) -> Market | None:
        return next((one for one in self.markets if country in one.countries), None)

    def prior_price(self, country: str) -> PriorPrice:
        own = self.of(country)
        if own and own.prior_price:
            return own.prior_price
        return PriorPrice.LOWEST if country in EU else PriorPrice.AS_WRITTEN


def twice_named(markets: Iterable[Market]) -> list[str]:
    """Codes of markets, and countries, that stand there more than once."""
    names = [name for one in markets for name in (one.code, *one.countries)]
    return sorted({name for name in names if names.count(name) > 1})
