"""Who would bring an order's parcels, at what they cost the shop: by its rates, and by the prices that it keeps of its carriers.

Where a carrier's own price of a service is known, it counts instead of the rate, which says what buyers pay. A carrier that is switched
off or does not take the parcel makes no offer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.orders.model.delivery import in_force
from functions.orders.model.order import Order
from functions.orders.model.plans.dispatch import Offer
from functions.orders.model.plans.offers import rates_for
from functions.orders.model.promise import promised_date
from functions.orders.model.shipping_rates import Parcel
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.planning.make_plan import Offers
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from functions.shipping import Carrier, Measures, carriers, offers_of, refusal


def offers_for(order: Order) -> Offers:
    """One Query for the carriers."""
    known = carriers()
    rules = in_force(shop_rules().shipping, {code: one.enabled for code, one in known.items() if one.version})
    rates = rates_for(rules, order.address, order.currency, now=clock.now(), timezone=settings().store_timezone, scores={})

    def offers(content: Parcel) -> list[Offer]:
        by_price = _by_price(order, content, rules, known)
        priced = {(one.carrier, one.service) for one in by_price}
        by_rate = [
            one
            for one in rates.offers(content)
            if (one.carrier, one.service) not in priced and _takes(known.get(one.carrier), order, content)
        ]
        return [*by_rate, *by_price]

    return offers


def _by_price(order: Order, content: Parcel, rules: ShippingRules, known: Mapping[str, Carrier]) -> list[Offer]:
    calendar, handling = rules.work_days.calendar(settings().store_timezone), rules.work_days.handling_days
    measures, currency = Measures(content.weight_g), order.currency
    priced = (one for one in known.values() if one.code not in rules.carriers_off and any(service.prices for service in one.services))
    return [
        Offer(one.carrier, one.service, one.amount, promised_date(calendar, clock.now(), handling + one.days).isoformat(), source="quote")
        for carrier in priced
        for one in offers_of(carrier, order.address, measures, currency)
        if one.amount is not None
    ]


def _takes(carrier: Carrier | None, order: Order, content: Parcel) -> bool:
    """A carrier that is none of the registry's is asked by nobody; people know what it takes."""
    if carrier is None:
        return True
    return refusal(replace(carrier, enabled=True), "", order.address, Measures(content.weight_g)) is None
