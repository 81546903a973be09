"""Face: products by their ids as lists show them."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.model.card import Card
from functions.catalog.model.product import Status
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.own_prices import own_prices
from functions.catalog.products.schemas import ListedProduct, MarketQuery
from functions.catalog.products.views import listed
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.pricing import STRANGER, Shopper
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.store.records import find_many


def listed_products(
    product_ids: Sequence[str], market: MarketQuery, languages: Sequence[str], who: Shopper = STRANGER
) -> dict[str, ListedProduct]:
    """Those that are published, by id, at the prices of whoever asks. A BatchGetItem for each 100."""
    if not product_ids:
        return {}
    buyer = Buyer.of(market).asking(who)
    currency = buyer.currency or settings().default_currency
    found = find_many({CardRecord: [(product_pk(one), CARD_SK) for one in product_ids]}, consistent=False)
    records = [one for one in found.values() if isinstance(one, CardRecord) and _is_shown(load(Card, one.body), who)]
    own = own_prices(buyer, currency, set(product_ids))
    there = buyer.stock_of_products()
    views = [listed(record, languages, currency, buyer, own, there) for record in records]
    return {view.id: view for view in views}


def _is_shown(card: Card, who: Shopper) -> bool:
    return card.status == Status.PUBLISHED and card.visibility.is_for(who)
