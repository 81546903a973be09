"""Staff ask what a parcel would cost with a carrier, and for its van. A courier that names no prices is no fault: the shop's own stand."""

from __future__ import annotations

from dataclasses import replace

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.postal_address import Address
from functions.shared.store.transactions import Remember, transact
from functions.shipping.couriers.carriers import find_carrier, writer_of
from functions.shipping.couriers.port import Ability, Pickup, PickupRequest, Quote, QuoteRequest
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.measures import Measures
from functions.shipping.model.offers import Quotes, quotes
from functions.shipping.registry.set_carrier import as_set


@dataclass(frozen=True)
class Asked:
    """`own`: by the prices that staff set; `courier`: what it says itself, None where it says nothing."""

    own: Quotes
    courier: tuple[Quote, ...] | None


def ask_price(code: str, address: Address, measures: Measures, currency: str) -> Asked:
    """Raises NotFound; Unavailable, Conflict (409 `courier_refused`) when a courier that names prices does not."""
    carrier = _known(code)
    own = quotes([carrier], address, measures, currency)
    courier = writer_of(carrier)
    if not own.offers or not courier.able(Ability.QUOTE):
        return Asked(own, None)
    return Asked(own, tuple(courier.quote(QuoteRequest(address, measures, currency, carrier.company))))


def ask_van(code: str, request: PickupRequest, *, remember: Remember[Pickup]) -> Pickup:
    """Raises NotFound; Conflict (409 `courier_unable`, `courier_refused`, `carrier_disabled`), Unavailable.

    Who dies before the answer is kept asks again with the same key: for the courier that is the same van.
    """
    carrier = _known(code)
    courier = writer_of(carrier)
    if not courier.able(Ability.PICKUP):
        raise Conflict("This courier sends no van by its API.", code="courier_unable")
    if not carrier.enabled:
        raise Conflict(f"{carrier.code} is switched off.", code="carrier_disabled")
    pickup = courier.pickup(replace(request, company=carrier.company))
    transact(remember(pickup))
    return pickup


def _known(code: str) -> Carrier:
    found = find_carrier(code)
    if found is None:
        raise NotFound("There is no such carrier.")
    return as_set(found)
