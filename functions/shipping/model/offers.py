"""Who would take a parcel to an address, for how much, and why others would not. Pure: the same asked, the same answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from functions.shared.places import Place, WrittenArea, place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address
from functions.shipping.model.carrier import Carrier, Price, Service
from functions.shipping.model.measures import Measures, billed_weight
from functions.shipping.model.po_box import is_po_box


class Why(StrEnum):
    """Why a parcel is not taken."""

    DISABLED = "carrier_disabled"
    AREA = "area_not_served"
    ADDRESS = "address_too_long"
    PO_BOX = "po_box_not_taken"
    POINT = "point_not_served"
    NO_WEIGHT = "weight_missing"
    TOO_HEAVY = "too_heavy"
    UNKNOWN_SERVICE = "unknown_service"


@dataclass(frozen=True)
class Offer:
    """`amount`: what the shop would pay, in minor units of `currency`; None where nobody set a price. `days`: working days to the door."""

    carrier: str
    service: str
    amount: int | None
    currency: str
    days: int
    billed_weight_g: int


@dataclass(frozen=True)
class Refusal:
    """`code`: of Why. `service` is empty where the carrier as a whole does not take it."""

    carrier: str
    service: str
    code: str
    detail: str


@dataclass(frozen=True)
class Quotes:
    """`offers`: cheapest first, then fastest, then by name; those without a price last."""

    offers: tuple[Offer, ...]
    refused: tuple[Refusal, ...]


def quotes(carriers: Iterable[Carrier], address: Address, measures: Measures, currency: str, *, points_of: str = "") -> Quotes:
    """`points_of`: it goes to a pick-up point of that provider, and `address` is the point's."""
    place = place_of(address)
    offers: list[Offer] = []
    refused: list[Refusal] = []
    for carrier in carriers:
        whole = carrier_refusal(carrier, address, place, points_of)
        if whole is not None:
            refused.append(whole)
            continue
        for service in carrier.services:
            refusal = service_refusal(carrier, service, address, measures)
            if refusal is None:
                offers.append(_offer(carrier, service, place, measures, currency))
            else:
                refused.append(refusal)
    return Quotes(tuple(sorted(offers, key=_rank)), tuple(refused))


def offers_of(carrier: Carrier, address: Address, measures: Measures, currency: str, *, points_of: str = "") -> tuple[Offer, ...]:
    """What its services would cost, cheapest first, also while it is off."""
    return quotes([replace(carrier, enabled=True)], address, measures, currency, points_of=points_of).offers


def refusal(carrier: Carrier, service: str, address: Address, measures: Measures, *, points_of: str = "") -> Refusal | None:
    """Why the carrier would not take the parcel by that service; by none of its own if `service` is empty."""
    whole = carrier_refusal(carrier, address, place_of(address), points_of)
    if whole is not None or not (service or carrier.services):
        return whole
    named = carrier.service(service)
    if service and named is None:
        return Refusal(carrier.code, service, Why.UNKNOWN_SERVICE, f"{carrier.code} has no service {service}.")
    tried = [service_refusal(carrier, one, address, measures) for one in ([named] if named else carrier.services)]
    return None if None in tried else tried[0]


def carrier_refusal(carrier: Carrier, address: Address, place: Place, points_of: str = "") -> Refusal | None:
    if not carrier.enabled:
        return Refusal(carrier.code, "", Why.DISABLED, f"{carrier.code} is switched off.")
    if not _serves(carrier, place):
        return Refusal(carrier.code, "", Why.AREA, f"{carrier.code} does not deliver there.")
    if points_of and not carrier.goes_to_points_of(points_of):
        return Refusal(carrier.code, "", Why.POINT, f"{carrier.code} does not deliver to pick-up points of {points_of}.")
    length = len(written_out(address))
    if carrier.longest_address is not None and length > carrier.longest_address:
        detail = f"The address has {length} characters; {carrier.longest_address} fit on the form of {carrier.code}."
        return Refusal(carrier.code, "", Why.ADDRESS, detail)
    return None


def service_refusal(carrier: Carrier, service: Service, address: Address, measures: Measures) -> Refusal | None:
    if not service.po_boxes and is_po_box(address):
        return Refusal(carrier.code, service.code, Why.PO_BOX, f"{carrier.code} does not deliver to post-office boxes.")
    if service.needs_weight and not measures.weight_g:
        return Refusal(carrier.code, service.code, Why.NO_WEIGHT, f"{carrier.code} takes no parcel of unknown weight.")
    if service.max_weight_g is not None and measures.weight_g > service.max_weight_g:
        detail = f"The parcel weighs {measures.weight_g} g; {service.code} of {carrier.code} takes {service.max_weight_g} g."
        return Refusal(carrier.code, service.code, Why.TOO_HEAVY, detail)
    return None


def written_out(address: Address) -> str:
    """As it stands on a form: without name and telephone number. A letter with its accent is one character, however it was typed."""
    return unicodedata.normalize("NFC", "".join((address.province, address.city, address.district, address.street)))


def cost(service: Service, place: Place, billed_g: int, currency: str) -> int | None:
    """In minor units; None without a price for the place in that currency."""
    fitting = [(rank, price) for price in service.prices if price.currency == currency for rank in _ranks(price.areas, place)]
    if not fitting:
        return None
    return _fee(max(fitting, key=lambda one: one[0])[1], billed_g)


def _fee(price: Price, billed_g: int) -> int:
    beyond = max(0, billed_g - price.first_g)
    # A begun step counts whole: 1,001 g are two kilograms to a courier.
    steps = -(-beyond // price.step_g) if price.step_g else 0
    return price.first_fee + steps * price.step_fee


def _offer(carrier: Carrier, service: Service, place: Place, measures: Measures, currency: str) -> Offer:
    billed = billed_weight(service, measures)
    return Offer(carrier.code, service.code, cost(service, place, billed, currency), currency, service.days, billed)


def _rank(offer: Offer) -> tuple[bool, int, int, str, str]:
    return offer.amount is None, offer.amount or 0, offer.days, offer.carrier, offer.service


def _serves(carrier: Carrier, place: Place) -> bool:
    """What is excluded wins over what is served, however specific either is: excluding is said on purpose."""
    inside = not carrier.areas or any(True for _ in _within(carrier.areas, place))
    return inside and not any(True for _ in _within(carrier.excluded, place))


def _within(areas: Sequence[WrittenArea], place: Place) -> Iterator[tuple[object, ...]]:
    yield from (rank for area in areas if (rank := area.place().rank(place)) is not None)


def _ranks(areas: Sequence[WrittenArea], place: Place) -> Iterator[tuple[object, ...]]:
    """() is below every rank: a price for everywhere."""
    if not areas:
        yield ()
    yield from _within(areas, place)
