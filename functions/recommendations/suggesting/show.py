"""From suggestions to what is shown: only what can be bought now."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog import MarketQuery, listed_products
from functions.pricing import Shopper
from functions.recommendations.model.suggest import Suggested
from functions.recommendations.suggesting.schemas import RecommendedProduct
from functions.shared.plain.errors import NotFound

_LOOKED_AT = 99
"""With the product itself one BatchGetItem."""


def shown(
    found: Sequence[Suggested], limit: int, market: MarketQuery, languages: Sequence[str], who: Shopper, *, beside: str = ""
) -> list[RecommendedProduct]:
    """The first `limit` that are published, not sold out and sold in the currency. Raises NotFound when `beside` is no product on sale."""
    looked_at = found[:_LOOKED_AT]
    cards = listed_products([*([beside] if beside else []), *(one.product_id for one in looked_at)], market, languages, who)
    if beside and beside not in cards:
        raise NotFound("There is no such product.")
    rows = [
        RecommendedProduct(product=card, reason=one.reason, because=one.because or None, orders=one.orders, lift=one.lift)
        for one in looked_at
        if (card := cards.get(one.product_id)) and card.price_from is not None and card.stock_state != "out_of_stock"
    ]
    return rows[:limit]
