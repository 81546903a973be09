"""Face: products by their ids as lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.catalog.model.card import Card
from functions.catalog.model.product import Status
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.own_prices import own_prices
from functions.catalog.products.schemas import ListedProduct, MarketQuery
from functions.catalog.products.views import listed
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.pricing import Shopper
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.store.records import find_many


@dataclass(frozen=True)
class ListedProducts:
    """By id, as who asks sees them. `tells_apart`: some are not for everybody, so that others are shown more, or less."""

    by_id: Mapping[str, ListedProduct] = field(default_factory=dict)
    tells_apart: bool = False


def listed_products(product_ids: Sequence[str], market: MarketQuery, languages: Sequence[str], who: Shopper) -> ListedProducts:
    """Those that are published and for whoever asks, at their prices. A BatchGetItem for each 100."""
    if not product_ids:
        return ListedProducts()
    buyer = Buyer.of(market).asking(who)
    currency = buyer.currency or settings().default_currency
    found = find_many({CardRecord: [(product_pk(one), CARD_SK) for one in product_ids]}, consistent=False)
    published = [(one, card) for one in found.values() if isinstance(one, CardRecord) and (card := _published(one))]
    records = [record for record, card in published if card.visibility.is_for(who)]
    own = own_prices(buyer, currency, set(product_ids))
    there = buyer.stock_of_products()
    views = [listed(record, languages, currency, buyer, own, there) for record in records]
    return ListedProducts({view.id: view for view in views}, any(not card.visibility.is_open for _, card in published))


def _published(record: CardRecord) -> Card | None:
    card = load(Card, record.body)
    return card if card.status == Status.PUBLISHED else None
