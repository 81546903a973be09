"""Setting where the shop delivers: zones with their rates, the calendar of the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.orders.model.shipping_rates import DeliveryKind, RateRule, Zone
from functions.orders.model.shop_rules import ShippingRules
from functions.shared.places import WrittenArea
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shipping import carrier

MAX_ZONES = 200
Edit = Callable[[ShippingRules], ShippingRules]


def zone_in(rules: ShippingRules, zone_id: str) -> tuple[Zone, list[RateRule]]:
    """The zone with its rates. Raises NotFound."""
    zone = next((zone for zone in rules.zones if zone.id == zone_id), None)
    if zone is None:
        raise NotFound("There is no such shipping zone.")
    return zone, [rate for rate in rules.rates if rate.zone_id == zone_id]


def with_zone(zone: Zone, rates: Sequence[RateRule], *, new: bool) -> Edit:
    """The zone added or (NotFound unless it is there) put in the place of the old one. Raises Invalid for what cannot be right."""
    _check(rates)

    def edit(rules: ShippingRules) -> ShippingRules:
        if new and len(rules.zones) >= MAX_ZONES:
            raise Invalid(f"A shop has at most {MAX_ZONES} shipping zones.", code="too_many_zones")
        before = () if new else zone_in(rules, zone.id)[0].areas
        _check_areas(zone, before, [other for other in rules.zones if other.id != zone.id])
        _check_kinds(rates, [rate for rate in rules.rates if rate.zone_id != zone.id])
        named = _with_names(rates, [] if new else zone_in(rules, zone.id)[1])
        zones = (*rules.zones, zone) if new else tuple(zone if old.id == zone.id else old for old in rules.zones)
        return replace(rules, zones=zones, rates=(*(rate for rate in rules.rates if rate.zone_id != zone.id), *named))

    return edit


def _with_names(rates: Sequence[RateRule], before: Sequence[RateRule]) -> list[RateRule]:
    old = {(rate.id, rate.carrier, rate.currency, rate.service): rate.service_names for rate in before}
    return [
        replace(rate, service_names=old.get((rate.id, rate.carrier, rate.currency, rate.service))) if rate.service_names is None else rate
        for rate in rates
    ]


def without_zone(zone_id: str) -> Edit:
    def edit(rules: ShippingRules) -> ShippingRules:
        zone_in(rules, zone_id)
        left = tuple(zone for zone in rules.zones if zone.id != zone_id)
        return replace(rules, zones=left, rates=tuple(rate for rate in rules.rates if rate.zone_id != zone_id))

    return edit


def _check_areas(zone: Zone, before: Sequence[WrittenArea], others: Sequence[Zone]) -> None:
    """One area has one zone, however it is written. What the zone had before areas were checked it may keep."""
    had = {area.place() for area in before}
    owners = {area.place(): other for other in others for area in other.areas}
    seen = set()
    for position, area in enumerate(zone.areas):
        place = area.place()
        if place in seen:
            raise Invalid.field(f"/areas/{position}", "duplicate_area", "The zone has this area already.")
        if place in owners and place not in had:
            owner = owners[place]
            raise Conflict(
                f"The area is in the zone {owner.name} ({owner.id}) already.", code="area_taken",
                zone_id=owner.id, zone_name=owner.name, pointer=f"/areas/{position}",
            )  # fmt: skip
        seen.add(place)


def _check_kinds(rates: Sequence[RateRule], others: Sequence[RateRule]) -> None:
    """Who reads the id of a chosen option knows whether it wants a pick-up point, wherever the parcel goes."""
    kinds = {rate.id: rate.kind for rate in others}
    for position, rate in enumerate(rates):
        if kinds.setdefault(rate.id, rate.kind) is not rate.kind:
            raise Invalid.field(f"/rates/{position}/kind", "kind_contradicts", f"{rate.id} is of another kind elsewhere; use another id.")


def _check(rates: Sequence[RateRule]) -> None:
    seen: set[tuple[str, str]] = set()
    for position, rate in enumerate(rates):
        pointer = f"/rates/{position}"
        brings = carrier(rate.carrier)
        if rate.kind is DeliveryKind.PICKUP_POINT and not brings.points:
            raise Invalid.field(f"{pointer}/carrier", "carrier_without_points", f"{rate.carrier} delivers to no pick-up points.")
        if (rate.id, rate.currency) in seen:
            raise Invalid.field(f"{pointer}/id", "duplicate_rate", "One rate of this id and currency is enough in a zone.")
        if rate.maximum is not None and rate.maximum < rate.minimum:
            raise Invalid.field(f"{pointer}/maximum", "empty_range", "The maximum is below the minimum.")
        if rate.step_fee and not rate.step:
            raise Invalid.field(f"{pointer}/step", "step_missing", "A fee per step needs the size of the step.")
        seen.add((rate.id, rate.currency))
