"""By which price lists somebody buys, what is for them, and from which warehouses they are sold to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from functions.catalog import Sellable, sellables_in
from functions.orders.carts.look_up import Keys, LookUp
from functions.pricing import ExchangeRates, Shopper, Terms, exchange_rates, list_price_keys, price_lists, sales_channels
from functions.promotions import groups_of
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import Record


@dataclass(frozen=True)
class Buying:
    """`terms` None: in a shop without price lists. `warehouses`: of their channel; empty: all."""

    who: Shopper
    terms: Terms | None
    rates: ExchangeRates
    warehouses: tuple[str, ...]


def buying_keys(variants: Sequence[str]) -> list[Keys]:
    """Rates of exchange, price lists, channels, and what lists say of the variants: a shop without any is not asked."""
    lists = list_price_keys(variants) if price_lists.last_known.exist else {}
    return [price_lists.keys(), exchange_rates.keys(), sales_channels.keys(), lists]


def buying_in(found: Mapping[tuple[type[Record], str, str], Record], who: Shopper) -> Buying:
    """From items that were read with `buying_keys`."""
    lists, rates = price_lists.found_in(found), exchange_rates.found_in(found)
    return Buying(who, Terms(lists, who) if lists.exist else None, rates, sales_channels.found_in(found).warehouses(who.channel))


def buying_of(customer_id: str | None, channel: str, look: LookUp, variants: Sequence[str]) -> Buying:
    """Of a customer for whom staff act, or whose order goes on. Asks for what is not known; their groups once they decide something."""
    look.ask(*buying_keys(variants))
    lists = price_lists.found_in(look.items)
    look.ask(*buying_keys(variants))

    @cache
    def every_group() -> frozenset[str]:
        return groups_of(customer_id, clock.now()) if customer_id else frozenset()

    return buying_in(look.items, Shopper(every_group() if lists.name_groups else frozenset(), channel, look_up=every_group))


def sold_to(
    look: LookUp, variants: Sequence[str], buying: Buying, *, currency: str, country: str, had: Collection[str] = ()
) -> Mapping[str, Sellable]:
    """The variants at this buyer's prices. `had`: what they bought before; they may have it again whoever it is for by now. Raises Conflict
    (409 `not_offered`) for what is not for them, or not in their channel."""
    found = sellables_in(look.items, variants, currency=currency, country=country, terms=buying.terms, rates=buying.rates, who=buying.who)
    found = {name: replace(one, offered=True) if name in had else one for name, one in found.items()}
    if others := [name for name, one in found.items() if one.published and not one.offered]:
        raise Conflict("Not offered to this buyer, or not there: " + ", ".join(others), code="not_offered", variant_ids=others)
    return found
