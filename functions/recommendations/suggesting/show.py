"""From suggestions to what is shown: only what can be bought now."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog import MarketQuery, listed_products
from functions.pricing import Shopper
from functions.recommendations.model.suggest import Suggested
from functions.recommendations.suggesting.schemas import RecommendedProduct
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound

_LOOKED_AT = 99
"""With the product itself one BatchGetItem."""


@dataclass(frozen=True)
class Shown:
    """`tells_apart`: a product that was looked at is not for everybody, so that others are shown more, or less."""

    rows: list[RecommendedProduct]
    tells_apart: bool


def shown(
    found: Sequence[Suggested], limit: int, market: MarketQuery, languages: Sequence[str], who: Shopper, *, beside: str = ""
) -> Shown:
    """The first `limit` that are published, for whoever asks, not sold out and sold in the currency. Raises NotFound when `beside` is no
    product that is on sale to them."""
    looked_at = found[:_LOOKED_AT]
    listed = listed_products([*([beside] if beside else []), *(one.product_id for one in looked_at)], market, languages, who)
    cards = listed.by_id
    if beside and beside not in cards:
        raise NotFound("There is no such product.")
    rows = [
        RecommendedProduct(product=card, reason=one.reason, because=one.because or None, orders=one.orders, lift=one.lift)
        for one in looked_at
        if (card := cards.get(one.product_id)) and card.price_from is not None and card.stock_state != "out_of_stock"
    ]
    return Shown(rows[:limit], listed.tells_apart)
