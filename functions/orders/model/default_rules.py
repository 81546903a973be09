"""The rules of a shop that has set none: the mainland of China, flat, free over ¥88; the rest of the world flat; 13 % VAT in the price.

They are a starting point, not advice: whoever sells sets their own zones and rates.
"""

from __future__ import annotations

from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.shop_rules import CheckoutRules, ShippingRules, ShopRules, TaxRules
from functions.orders.model.tax import TaxRate
from functions.shared.places import ANYWHERE, WrittenArea
from functions.shared.plain.money import exponent

# Fee of the mainland, from which goods amount on it is free, fee of the rest of the world; minor units.
_FEES: dict[str, tuple[int, int | None, int]] = {
    "CNY": (1000, 8800, 12_000),
    "USD": (500, None, 1800),
    "EUR": (500, None, 1600),
    "GBP": (400, None, 1400),
    "JPY": (600, None, 2500),
}


def built_in(currency: str, carrier: str) -> ShopRules:
    """`currency`: the store's own; `carrier` brings the parcels."""
    mainland = Zone("zone_mainland", "中国大陆 / Mainland China", (WrittenArea("CN"),))
    world = Zone("zone_world", "其他地区 / Rest of the world", (WrittenArea(ANYWHERE),))
    # China, value-added tax, standard rate since 2019-04-01 (State Taxation Administration, announcement 39 of 2019).
    china_vat = TaxRate("tax_cn_vat", "VAT", "0.13", "CN")
    major = 10 ** exponent(currency)
    rates = []
    for code, (near, free_over, far) in ({currency: (5 * major, None, 20 * major)} | _FEES).items():
        rates.append(RateRule("standard", mainland.id, carrier, "standard", code, first_fee=near, free_over=free_over))
        rates.append(RateRule("standard", world.id, carrier, "standard", code, first_fee=far, days=10))
    return ShopRules(ShippingRules((mainland, world), tuple(rates)), TaxRules((china_vat,)), CheckoutRules())
