"""What may be claimed of a product's prices in a market, at any moment that its history knows: what an authority asks for."""

from __future__ import annotations

from functions.catalog.model.clocks.thirty_days import Clocks, clocks_where
from functions.catalog.model.price import Deal, effective_at
from functions.catalog.model.prior_price import began_at, claim_at, percent_off, prior_price
from functions.catalog.model.product import Product, Variant
from functions.catalog.prices.schemas import ClaimsView, ClaimView, DealView
from functions.catalog.products.views import money
from functions.catalog.store.markets import markets
from functions.catalog.store.repository import product_record, variants_of
from functions.shared.http.validation import MoneyModel
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.selling.markets import PriorPrice
from functions.shared.plain.settings import settings


def market_currency(country: str | None) -> str:
    """Of the market of this country, else the shop's."""
    market = markets()[0].of(country or settings().default_country)
    return market.currency if market else settings().default_currency


def show_claims(product_id: str, country: str | None, at: str | None) -> ClaimsView:
    """Three requests, one more for a product of more than 100 variants. Raises NotFound."""
    variants = variants_of(load(Product, product_record(product_id).body))
    where, moment = country or settings().default_country, at or times.iso(clock.now())
    rule, currency = markets()[0].prior_price(where), market_currency(country)
    rows = [row for variant in variants if (row := _row(variant, currency, moment, rule, clocks_where(where)))]
    return ClaimsView(country=where, currency=currency, rule=rule, at=moment, data=rows)


def _row(variant: Variant, currency: str, at: str, rule: PriorPrice, clocks: Clocks) -> ClaimView | None:
    now = effective_at(variant, currency, at)
    if now is None:
        return None
    claim = now.list_price if rule is PriorPrice.AS_WRITTEN else claim_at(variant, currency, at, rule, clocks)
    return ClaimView(
        variant_id=variant.id,
        sku=variant.sku,
        price=MoneyModel.of(now.price),
        began_at=began_at(variant, currency, at),
        written_list_price=money(now.list_price),
        prior_price=money(prior_price(variant, currency, at, rule, clocks)),
        basis=_deal(now.basis) if rule is PriorPrice.SOLD and now.basis and not now.stated else None,
        list_price=money(claim),
        reduction_percent=percent_off(now.price, claim),
    )


def _deal(deal: Deal) -> DealView:
    return DealView(price=MoneyModel.of(deal.price), at=deal.at, order_id=deal.order_id)
