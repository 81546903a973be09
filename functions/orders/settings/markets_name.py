"""What a market names of the checkout has to be the shop's: a word that names nothing would close the market's checkout, unseen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from functions.catalog import markets
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.settings.markets_schemas import MarketModel
from functions.orders.store.rules_store import read_section
from functions.payments import ways_to_pay
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shipping import carriers


def check_names(named: Sequence[MarketModel]) -> None:
    """Raises Invalid (422 `unknown_names`) with a fault for each. A Query each for zones and carriers, where any are named."""
    faults = [
        *_unknown(named, "payment_methods", "unknown_payment_method", ways_to_pay),
        *_unknown(named, "carriers", "unknown_carrier", carriers),
        *_unknown(named, "zones", "unknown_zone", _zones),
    ]
    if faults:
        raise Invalid("Markets name what this shop does not have.", faults=faults, code="unknown_names")


def check_unnamed(zones: Collection[str]) -> None:
    """These may go. Raises Conflict (409 `zone_in_use`): a market that names one would deliver less. A GetItem, if any go."""
    naming = [one.code for one in markets()[0].markets if not {*zones}.isdisjoint(one.zones)] if zones else []
    if naming:
        raise Conflict(f"Markets name what would go: {', '.join(naming)}.", code="zone_in_use", markets=naming)


def _unknown(sent: Sequence[MarketModel], name: str, code: str, known: Callable[[], Collection[str]]) -> Iterator[Fault]:
    named = [(place, at, said) for place, one in enumerate(sent) for at, said in enumerate(getattr(one, name))]
    there = known() if named else ()
    for place, at, said in named:
        if said not in there:
            yield Fault(f"/markets/{place}/{name}/{at}", code, f"{said}: there are {', '.join(sorted(there))}.")


def _zones() -> list[str]:
    return [zone.id for zone in read_section(ShippingRules)[0].zones]
