"""Ways of delivery for a cart: the rates of the zone its address lies in, each with its fee and the day it promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from functions.orders.model.cart import CartLine
from functions.orders.model.order import DeliveryOption
from functions.orders.model.parcels.point_parcels import Goods, misfit_of
from functions.orders.model.promise import promised_date
from functions.orders.model.shipping_rates import DeliveryKind, Parcel, RateRule, not_covered, offers, zone_of
from functions.orders.model.shop_rules import ShippingRules
from functions.shared.plain.errors import Invalid
from functions.shared.plain.pickup_point import Misfit, PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shared.plain.selling.markets import Market
from functions.shared.plain.sides import volume_of


def parcel_of(lines: Iterable[CartLine], amount: int) -> Parcel:
    """`amount`: what the goods cost after discounts; free delivery is measured by it."""
    counted = list(lines)
    return Parcel(
        sum(line.weight_g * line.quantity for line in counted),
        sum(line.quantity for line in counted),
        amount,
        sum(volume_of(line.sides_mm) * line.quantity for line in counted),
    )


def misfit(point: PickupPoint, lines: Iterable[CartLine]) -> Misfit | None:
    """Why it cannot wait there, in however many parcels it is sent; goods of two merchants are never in one."""
    merchants: dict[str, list[Goods]] = defaultdict(list)
    for line in lines:
        merchants[line.merchant_id or ""].append(Goods(line.line_id, line.quantity, line.weight_g, tuple(line.sides_mm)))
    return misfit_of(point, merchants.values())


def delivery_options(
    rules: ShippingRules,
    address: Address,
    parcel: Parcel,
    currency: str,
    *,
    now: datetime,
    timezone: str,
    point: Address | None = None,
) -> list[DeliveryOption]:
    """What the buyer may choose from, cheapest first. `point`: where the pick-up point stands that they chose; rates to points are those of
    its zone. Raises Invalid (422 `address_not_covered`)."""
    calendar = rules.work_days.calendar(timezone)
    return [
        DeliveryOption(
            rate.id,
            rate.carrier,
            rate.service,
            fee,
            promised_date(calendar, now, rules.work_days.handling_days + rate.days).isoformat(),
            rate.service_names or {},
            rate.kind,
        )
        for rate, fee in _offers(rules, address, point or address, parcel, currency)
    ]


def _offers(rules: ShippingRules, address: Address, point: Address, parcel: Parcel, currency: str) -> list[tuple[RateRule, int]]:
    found: list[tuple[RateRule, int]] = []
    refused: list[Invalid] = []
    for kind, place in ((DeliveryKind.HOME, address), (DeliveryKind.PICKUP_POINT, point)):
        rates = [rate for rate in _in_use(rules) if rate.kind is kind]
        try:
            found += offers(rules.zones, rates, place, parcel, currency)
        except Invalid as error:
            refused.append(error)
    if not found:
        raise refused[0]
    return sorted(found, key=lambda offer: (offer[1], offer[0].days, offer[0].id))


def check_delivered(rules: ShippingRules, address: Address, currency: str) -> None:
    """Raises Invalid (422 `address_not_covered`) where nothing at all is delivered, whatever the parcel."""
    zone = zone_of(rules.zones, address)
    if not any(rate.zone_id == zone.id and rate.currency == currency for rate in _in_use(rules)):
        raise not_covered("We do not deliver to this address.")


def in_force(rules: ShippingRules, switches: Mapping[str, bool]) -> ShippingRules:
    """The rules with carriers switched as they are at this moment; what the rules said of one counts until it was ever switched."""
    before = {code for code in rules.carriers_off if code not in switches}
    return replace(rules, carriers_off=tuple(sorted(before | {code for code, on in switches.items() if not on})))


def of_market(rules: ShippingRules, market: Market | None, currency: str) -> ShippingRules:
    """With the rates that the market has."""
    if market is None:
        return rules
    return replace(rules, rates=tuple(rate for rate in rules.rates if market.delivers(rate.zone_id, rate.carrier, currency)))


def _in_use(rules: ShippingRules) -> list[RateRule]:
    return [rate for rate in rules.rates if rate.carrier not in rules.carriers_off]
