"""By which lists somebody buys. Pure."""

from __future__ import annotations

from dataclasses import field, replace

from functions.pricing.model.price_list import ListPrices, PriceLists, Shopper
from functions.pricing.model.unit_price import Asked
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Terms:
    lists: PriceLists
    who: Shopper = field(default_factory=Shopper)

    def in_market(self, code: str) -> Terms:
        return self if code == self.who.market else replace(self, who=replace(self.who, market=code))

    def codes(self, currency: str, at: str) -> frozenset[str]:
        """Of the lists that are for them now."""
        return frozenset(one.code for one in self.lists.lists if one.currency == currency and one.holds(at) and one.is_for(self.who))

    def asked(self, said: ListPrices | None, price: Money, at: str, *, reduced: bool) -> Asked:
        """`price`: the catalogue's for everybody, `reduced` if it is that of a reduction that is running."""
        return Asked(price.amount, reduced, self.lists.tiers(said, self.who, price.currency, at))
