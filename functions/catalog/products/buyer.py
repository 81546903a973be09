"""For whom prices are shown: by the country that is asked for, its market and its law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from functions.catalog.model.clocks.thirty_days import EU_CLOCKS, Clocks, clocks_where
from functions.catalog.model.measure import Measure
from functions.catalog.products.schemas import MarketQuery
from functions.catalog.store.markets import known_markets
from functions.catalog.store.tax_classes import class_of
from functions.shared.http.validation import MeasuredPrice
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.markets import PriorPrice
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings


class Taxed(Protocol):
    """What the tax class of goods follows from."""

    @property
    def tax_class(self) -> str | None: ...
    @property
    def category_id(self) -> str | None: ...


@dataclass(frozen=True)
class Buyer:
    """`measure_taxes`: see Market.

    `currency` None: that of the product or the shop; `asked`: the buyer named it themselves. `rule`: which reduction may be claimed, by
    which `clocks`."""

    currency: str | None
    asked: bool
    rule: PriorPrice
    measure_taxes: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    clocks: Clocks = EU_CLOCKS

    def measured(self, measure: Measure | None, price: Money, taxed: Taxed) -> MeasuredPrice | None:
        """What one kg, l or m costs them."""
        if measure is None:
            return None
        tax = self.measure_taxes.get(class_of(taxed.tax_class, taxed.category_id), "") if self.measure_taxes else ""
        return MeasuredPrice.of(measure.price_of_base(price, tax), measure.base)

    @classmethod
    def of(cls, query: MarketQuery) -> Buyer:
        known, country = known_markets(), query.country or settings().default_country
        market = known.of(query.country) if query.country else None
        taxed = known.of(country)
        currency = query.currency or (market.currency if market else None)
        taxes = taxed.measure_taxes if taxed else {}
        return cls(currency, query.currency is not None, known.prior_price(country), taxes, country, clocks_where(country))
