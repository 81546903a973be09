"""For whom prices are shown: by the country that is asked for, its market and its law."""

from __future__ import annotations

from functions.catalog.products.schemas import MarketQuery
from functions.catalog.store.markets import known_markets
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.markets import PriorPrice
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Buyer:
    """`currency` None: that of the product or the shop; `asked`: the buyer named it themselves. `rule`: which reduction may be claimed."""

    currency: str | None
    asked: bool
    rule: PriorPrice

    @classmethod
    def of(cls, query: MarketQuery) -> Buyer:
        known, country = known_markets(), query.country or settings().default_country
        market = known.of(query.country) if query.country else None
        currency = query.currency or (market.currency if market else None)
        return cls(currency, query.currency is not None, known.prior_price(country))
