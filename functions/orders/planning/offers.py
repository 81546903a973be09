"""Who would bring an order's parcels: the shop's rates, at their cost for the shop."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.model.plans.offers import rates_for
from functions.orders.planning.make_plan import Offers
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside import clock
from functions.shared.plain.settings import settings


def offers_for(order: Order) -> Offers:
    rates = rates_for(shop_rules().shipping, order.address, order.currency, now=clock.now(), timezone=settings().store_timezone, scores={})
    return rates.offers
