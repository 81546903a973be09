"""Where the shop delivers and for how much: zones of places, rate rules by weight, pieces or amount. Pure.

The zone of an address is the one with the most specific area that contains it (postal codes before district before city before
province before country). Every rule of that zone which the parcel's measures satisfy is a way of delivery with its fee.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from functions.shared import places
from functions.shared.places import WrittenArea
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address
from functions.shared.plain.sides import Sides


@dataclass(frozen=True)
class Zone:
    id: str
    name: str
    areas: tuple[WrittenArea, ...]


class Basis(StrEnum):
    FLAT = "flat"
    WEIGHT = "weight"
    PIECE = "piece"
    AMOUNT = "amount"
    VOLUME = "volume"


class DeliveryKind(StrEnum):
    """Whether a parcel is brought to the buyer, or to a pick-up point that they choose; of an order of gift cards alone there is none."""

    HOME = "home"
    PICKUP_POINT = "pickup_point"
    NONE = "none"


@dataclass(frozen=True)
class RateRule:
    """`first_fee` covers `first` units of the basis (grams, pieces, minor units, cubic centimetres); every begun `step`
    beyond costs `step_fee`.

    `free_over`: from this goods amount on the delivery is free. `minimum`/`maximum` bound the basis' measure (both inclusive).
    `service_names`: what the service is called, by language; None: nothing was said.
    """

    id: str
    zone_id: str
    carrier: str
    service: str
    currency: str
    basis: Basis = Basis.FLAT
    first: int = 0
    first_fee: int = 0
    step: int = 0
    step_fee: int = 0
    free_over: int | None = None
    minimum: int = 0
    maximum: int | None = None
    days: int = 3
    service_names: dict[str, str] | None = None
    kind: DeliveryKind = DeliveryKind.HOME


@dataclass(frozen=True)
class Parcel:
    """What is sent: grams, pieces, and the goods' amount after discounts in minor units. `volume_mm3`: what the goods take up, as far as
    that is known. `unweighed`: the weight of some of them is not. `goods`: how many pieces there are of each size, where a plan asks."""

    weight_g: int
    pieces: int
    amount: int
    volume_mm3: int = 0
    unweighed: bool = False
    goods: tuple[tuple[Sides, int], ...] = ()

    def measure(self, basis: Basis) -> int:
        match basis:
            case Basis.WEIGHT:
                return self.weight_g
            case Basis.PIECE:
                return self.pieces
            case Basis.AMOUNT:
                return self.amount
            case Basis.VOLUME:
                return -(-self.volume_mm3 // 1000)
            case Basis.FLAT:
                return 0


def zone_of(zones: Iterable[Zone], address: Address) -> Zone:
    """The zone that serves the address. Raises Invalid (422 `address_not_covered`) when none does."""
    place = places.place_of(address)
    best: tuple[places.Rank, Zone] | None = None
    for zone in zones:
        for area in zone.areas:
            rank = area.place().rank(place)
            # Of equals, which are refused nowadays but may stand in older settings, the zone with the first id.
            if rank is not None and (best is None or rank > best[0] or (rank == best[0] and zone.id < best[1].id)):
                best = (rank, zone)
    if best is None:
        raise not_covered("We do not deliver to this address.")
    return best[1]


def not_covered(detail: str) -> Invalid:
    return Invalid.field("/address", "address_not_covered", detail)


def fee(rule: RateRule, parcel: Parcel) -> int | None:
    """The fee in minor units, or None when the rule does not take this parcel."""
    measure = parcel.measure(rule.basis)
    if measure < rule.minimum or (rule.maximum is not None and measure > rule.maximum):
        return None
    if rule.free_over is not None and parcel.amount >= rule.free_over:
        return 0
    beyond = max(0, measure - rule.first)
    # A begun step counts whole: 1,001 g is two kilograms to a courier.
    steps = -(-beyond // rule.step) if rule.step and beyond else 0
    return rule.first_fee + steps * rule.step_fee


def offers(zones: Sequence[Zone], rules: Iterable[RateRule], address: Address, parcel: Parcel, currency: str) -> list[tuple[RateRule, int]]:
    """The rules that deliver the parcel to the address in the currency, with their fees, cheapest (then fastest) first.

    Raises Invalid (422 `address_not_covered`) when no zone holds the address or no rule of its zone takes the parcel.
    """
    zone = zone_of(zones, address)
    priced = [(rule, fee(rule, parcel)) for rule in rules if rule.zone_id == zone.id and rule.currency == currency]
    found = [(rule, amount) for rule, amount in priced if amount is not None]
    if not found:
        raise not_covered("No way of delivery takes this parcel to this address.")
    return sorted(found, key=lambda offer: (offer[1], offer[0].days, offer[0].id))
