"""What sending a parcel to an address would cost, by the shop's own rates. Pure.

What the buyer is not asked to pay (free from some amount on, a coupon) costs the shop all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from functions.orders.model.plans.dispatch import Offer
from functions.orders.model.promise import promised_date
from functions.orders.model.shipping_rates import DeliveryKind, Parcel, RateRule, fee, zone_of
from functions.orders.model.shop_rules import ShippingRules
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address


@dataclass(frozen=True)
class Rates:
    """The rates that go to one address, with the day on which each would arrive."""

    rules: tuple[tuple[RateRule, str], ...]
    score: Callable[[str, str], int]

    def offers(self, parcel: Parcel) -> list[Offer]:
        priced = ((rule, arrives, fee(replace(rule, free_over=None), parcel)) for rule, arrives in self.rules)
        return [
            Offer(rule.carrier, rule.service, cost, arrives, self.score(rule.carrier, rule.service), "rate", rule.id)
            for rule, arrives, cost in priced
            if cost is not None
        ]


def rates_for(
    rules: ShippingRules,
    address: Address,
    currency: str,
    *,
    now: datetime,
    timezone: str,
    score: Callable[[str, str], int],
    kind: DeliveryKind = DeliveryKind.HOME,
) -> Rates:
    """None where nothing is delivered any more: the order was taken, so it is sent as it was chosen."""
    try:
        zone = zone_of(rules.zones, address)
    except Invalid:
        return Rates((), score)
    calendar, handling = rules.work_days.calendar(timezone), rules.work_days.handling_days
    there = (one for one in rules.rates if one.zone_id == zone.id and one.currency == currency and one.kind is kind)
    going = (one for one in there if one.carrier not in rules.carriers_off)
    return Rates(tuple((one, promised_date(calendar, now, handling + one.days).isoformat()) for one in going), score)
