"""The face of pricing: what product pages and carts need. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.pricing.lists.answered import answered, kept_private
    from functions.pricing.model.channels import Channels
    from functions.pricing.model.price_list import STRANGER, ListPrices, PriceLists, Shopper
    from functions.pricing.model.rates import ExchangeRate, ExchangeRates
    from functions.pricing.model.terms import Terms
    from functions.pricing.model.unit_price import Asked, UnitPrice
    from functions.pricing.store.channel_keys import key_ended_writes, key_made_writes
    from functions.pricing.store.channels import known_channels, sales_channels
    from functions.pricing.store.list_prices import known_list_prices, list_price_keys, list_prices_in, list_prices_of
    from functions.pricing.store.lists import known_lists, price_lists
    from functions.pricing.store.rates import exchange_rates, known_rates
else:
    __getattr__ = lazily(
        __name__,
        {
            "lists.answered": "answered kept_private",
            "model.channels": "Channels",
            "model.price_list": "STRANGER ListPrices PriceLists Shopper",
            "model.rates": "ExchangeRate ExchangeRates",
            "model.terms": "Terms",
            "model.unit_price": "Asked UnitPrice",
            "store.channel_keys": "key_ended_writes key_made_writes",
            "store.channels": "known_channels sales_channels",
            "store.list_prices": "known_list_prices list_price_keys list_prices_in list_prices_of",
            "store.lists": "known_lists price_lists",
            "store.rates": "exchange_rates known_rates",
        },
    )

__all__ = [
    "STRANGER",
    "Asked",
    "Channels",
    "ExchangeRate",
    "ExchangeRates",
    "ListPrices",
    "PriceLists",
    "Shopper",
    "Terms",
    "UnitPrice",
    "answered",
    "exchange_rates",
    "kept_private",
    "key_ended_writes",
    "key_made_writes",
    "known_channels",
    "known_list_prices",
    "known_lists",
    "known_rates",
    "list_price_keys",
    "list_prices_in",
    "list_prices_of",
    "price_lists",
    "sales_channels",
]
