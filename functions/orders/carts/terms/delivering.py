"""What decides at this moment where goods are delivered, how, and whether prices contain tax: carriers that are on, and markets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.catalog import markets_in
from functions.orders.model.delivery import in_force, of_market
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.rules_store import shop_rules
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address
from functions.shared.plain.selling.markets import Market, Markets
from functions.shared.store.records import Record
from functions.shipping import switches_in


@dataclass(frozen=True)
class Delivering:
    """`switches`: of carriers, by code."""

    switches: Mapping[str, bool] = field(default_factory=dict)
    markets: Markets = field(default_factory=Markets)

    def market(self, address: Address | None) -> Market | None:
        """Of where it goes; None in no market, and before there is an address."""
        return self.markets.of(place_of(address).country) if address and self.markets.markets else None

    def rules(self, address: Address, currency: str) -> ShippingRules:
        """Zones, and the rates that are in force there."""
        return of_market(in_force(shop_rules().shipping, self.switches), self.market(address), currency)

    def tax_included(self, address: Address | None) -> bool | None:
        market = self.market(address)
        return market.prices_include_tax if market else None


def delivering_in(found: Mapping[tuple[type[Record], str, str], Record]) -> Delivering:
    """From items that were read with `switch_keys` and `sellable_keys`."""
    return Delivering(switches_in(found), markets_in(found))
