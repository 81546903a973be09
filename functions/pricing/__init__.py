"""The face of pricing: what product pages and carts need. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.pricing.lists.answered import answered
    from functions.pricing.model.price_list import STRANGER, ListPrices, PriceLists, Shopper
    from functions.pricing.model.terms import Terms
    from functions.pricing.model.unit_price import Asked, UnitPrice
    from functions.pricing.store.list_prices import known_list_prices, list_price_keys, list_prices_in, list_prices_of
    from functions.pricing.store.lists import known_lists, last_known_lists, lists_in, lists_keys
else:
    __getattr__ = lazily(
        __name__,
        {
            "lists.answered": "answered",
            "model.price_list": "STRANGER ListPrices PriceLists Shopper",
            "model.terms": "Terms",
            "model.unit_price": "Asked UnitPrice",
            "store.list_prices": "known_list_prices list_price_keys list_prices_in list_prices_of",
            "store.lists": "known_lists last_known_lists lists_in lists_keys",
        },
    )

__all__ = [
    "STRANGER",
    "Asked",
    "ListPrices",
    "PriceLists",
    "Shopper",
    "Terms",
    "UnitPrice",
    "answered",
    "known_list_prices",
    "known_lists",
    "last_known_lists",
    "list_price_keys",
    "list_prices_in",
    "list_prices_of",
    "lists_in",
    "lists_keys",
]
