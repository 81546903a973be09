"""Ways of delivery for a cart: the rates of the zone its address lies in, each with its fee and the day it promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from functions.orders.cart import CartLine
from functions.orders.order import Address, DeliveryOption
from functions.orders.promise import promised_date
from functions.orders.shipping_rates import Parcel, offers
from functions.orders.shop_rules import ShippingRules


def parcel_of(lines: Iterable[CartLine], amount: int) -> Parcel:
    """`amount`: what the goods cost after discounts; free delivery is measured by it."""
    counted = list(lines)
    return Parcel(sum(line.weight_g * line.quantity for line in counted), sum(line.quantity for line in counted), amount)


def delivery_options(
    rules: ShippingRules, address: Address, parcel: Parcel, currency: str, *, now: datetime, timezone: str
) -> list[DeliveryOption]:
    """What the buyer may choose from, cheapest first. Raises Invalid (422 `address_not_covered`)."""
    calendar = rules.work_days.calendar(timezone)
    rates = [rate for rate in rules.rates if rate.carrier not in rules.carriers_off]
    return [
        DeliveryOption(
            rate.id, rate.carrier, rate.service, fee, promised_date(calendar, now, rules.work_days.handling_days + rate.days).isoformat()
        )
        for rate, fee in offers(rules.zones, rates, address, parcel, currency)
    ]
