"""For whom prices are shown: by the country that is asked for, its market and its law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Protocol

from functions.catalog.model.clocks.thirty_days import EU_CLOCKS, Clocks, clocks_where
from functions.catalog.model.measure import Measure
from functions.catalog.model.price_steps import PriceStep
from functions.catalog.products.schemas import MarketQuery
from functions.catalog.store.markets import known_markets
from functions.catalog.store.paid.converted import converted_step
from functions.catalog.store.tax_classes import class_of
from functions.pricing import (
    STRANGER,
    ExchangeRate,
    ExchangeRates,
    ListPrices,
    Shopper,
    Terms,
    known_channels,
    known_lists,
    known_rates,
    list_prices_of,
)
from functions.shared.http.validation import MeasuredPrice
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.selling.markets import PriorPrice
from functions.shared.plain.settings import settings
from functions.stock import BACKORDER, OUT, PREORDER, SeenState, StockState, states_in, states_there


def seen_there(there: Mapping[str, StockState] | None, product_id: str, everybody: str) -> str:
    """The state of a product, by `stock_of_products`. What is sold ahead is so wherever nothing of it lies."""
    return everybody if there is None else there.get(product_id, everybody if everybody in (PREORDER, BACKORDER) else OUT)


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
    which `clocks`. `terms`: by which price lists they buy; None in a shop without any.
    `who`: they themselves; nobody in particular, where it is an answer for all."""

    currency: str | None
    asked: bool
    rule: PriorPrice
    measure_taxes: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    clocks: Clocks = EU_CLOCKS
    terms: Terms | None = None
    rates: ExchangeRates = field(default_factory=ExchangeRates)
    who: Shopper = STRANGER

    def measured(self, measure: Measure | None, price: Money, taxed: Taxed) -> MeasuredPrice | None:
        """What one kg, l or m costs them."""
        if measure is None:
            return None
        tax = self.measure_taxes.get(class_of(taxed.tax_class, taxed.category_id), "") if self.measure_taxes else ""
        return MeasuredPrice.of(measure.price_of_base(price, tax), measure.base)

    def said_of(self, variant_ids: Sequence[str]) -> Mapping[str, ListPrices]:
        """What price lists say of the variants. No request in a shop without any, else one BatchGetItem for each 100 variants."""
        return list_prices_of(variant_ids) if self.terms and variant_ids else {}

    def stock_of(self, variant_ids: Sequence[str], states: Mapping[str, SeenState]) -> Mapping[str, SeenState]:
        """What is there of the variants for whoever asks: in a channel of some warehouses what lies in these. No request elsewhere."""
        warehouses = known_channels().warehouses(self.who.channel) if self.who.asks else ()
        return states_there(states, variant_ids, warehouses) if warehouses and variant_ids else states

    def stock_of_products(self) -> Mapping[str, StockState] | None:
        """By product, what can be sold to whoever asks, where their channel sells from some warehouses; at most a minute old. None: what
        is told to everybody."""
        warehouses = known_channels().warehouses(self.who.channel) if self.who.asks else ()
        return states_in(warehouses) if warehouses else None

    def step(self, own: PriceStep | None, now: str) -> tuple[PriceStep | None, ExchangeRate | None]:
        """What is asked in their currency for what costs this in another one; nothing where there is no rate."""
        rate = self.rates.of(own.price.currency, self.currency, now) if own and self.currency else None
        return (converted_step(own, rate), rate) if own and rate else (None, None)

    def asking(self, who: Shopper) -> Buyer:
        """The same, asked by somebody in these groups, through this channel."""
        terms = self.terms
        own = replace(terms, who=replace(who, market=terms.who.market)) if terms else None
        return replace(self, terms=own, who=who, currency=self.currency or who.currency or None)

    @classmethod
    def of(cls, query: MarketQuery) -> Buyer:
        """As a stranger."""
        known, country = known_markets(), query.country or settings().default_country
        market = known.of(query.country) if query.country else None
        taxed = known.of(country)
        currency = query.currency or (market.currency if market else None)
        taxes = taxed.measure_taxes if taxed else {}
        lists = known_lists()
        terms = Terms(lists, Shopper(market=taxed.code if taxed else "")) if lists.exist else None
        rule, clocks = known.prior_price(country), clocks_where(country)
        return cls(currency, query.currency is not None, rule, taxes, country, clocks, terms, known_rates())
