"""For whom prices are shown: by the country that is asked for, its market and its law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.catalog.model.measure import Measure
from functions.catalog.products.schemas import MarketQuery, MeasuredPrice
from functions.catalog.store.markets import known_markets
from functions.shared.http.validation import MoneyModel
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.markets import PriorPrice
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings

_STANDARD = "standard"
"""The tax class of what says none."""


@dataclass(frozen=True)
class Buyer:
    """`measure_taxes`: see Market.

    `currency` None: that of the product or the shop; `asked`: the buyer named it themselves. `rule`: which reduction may be claimed."""

    currency: str | None
    asked: bool
    rule: PriorPrice
    measure_taxes: Mapping[str, str] = field(default_factory=dict)
    country: str = ""

    def measured(self, measure: Measure | None, price: Money, tax_class: str | None) -> MeasuredPrice | None:
        """What one kg, l or m costs them."""
        of_base = measure.price_of_base(price, self.measure_taxes.get(tax_class or _STANDARD, "")) if measure else None
        return MeasuredPrice(price=MoneyModel.of(of_base), unit=measure.base) if measure and of_base else None

    @classmethod
    def of(cls, query: MarketQuery) -> Buyer:
        known, country = known_markets(), query.country or settings().default_country
        market = known.of(query.country) if query.country else None
        taxed = known.of(country)
        currency = query.currency or (market.currency if market else None)
        return cls(currency, query.currency is not None, known.prior_price(country), taxed.measure_taxes if taxed else {}, country)
