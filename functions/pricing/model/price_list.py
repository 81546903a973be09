"""Price lists and how one of them is chosen. Pure: the moment comes in, so nothing has to happen when a list begins or ends.

Of the lists that are for a shopper at a moment and have a price for so many pieces, one is chosen, always by this order:

1. the one that names more of: groups, markets, channels, a period;
2. the one of the higher priority;
3. the lower price;
4. the code that comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.sales_channels import channel_of


@dataclass(frozen=True)
class Shopper:
    """For whom prices are asked: groups they are in (`level:<code>` for a member's level), the channel they came by, the market they buy
    in. Empty: none, and a list that names one is not for them. `currency`: that of their channel.
    `look_up`: all their groups, asked for where something that is for some only is met, also when no list names groups; None: nobody in
    particular asks."""

    groups: frozenset[str] = frozenset()
    channel: str = ""
    market: str = ""
    currency: str = ""
    look_up: Callable[[], frozenset[str]] | None = field(default=None, compare=False, repr=False)

    @property
    def asks(self) -> bool:
        return self.look_up is not None

    def every_group(self) -> frozenset[str]:
        return self.look_up() if self.look_up else self.groups


STRANGER = Shopper()


@dataclass(frozen=True)
class PriceList:
    """`groups`, `markets`, `channels`: for those in one of them; empty: for all. In force from `starts_at` on and before `ends_at` (texts
    of times.iso; empty: without a beginning, without an end)."""

    code: str
    name: str
    currency: str
    groups: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    starts_at: str = ""
    ends_at: str = ""
    priority: int = 0
    enabled: bool = True

    @property
    def names(self) -> int:
        """How much of whom and when it is for is named."""
        return sum(map(bool, (self.groups, self.markets, self.channels, self.starts_at or self.ends_at)))

    def holds(self, at: str) -> bool:
        return self.enabled and self.starts_at <= at and (not self.ends_at or at < self.ends_at)

    def is_for(self, who: Shopper) -> bool:
        return (
            (not self.groups or not who.groups.isdisjoint(self.groups))
            and (not self.markets or who.market in self.markets)
            and (not self.channels or channel_of(who.channel) in self.channels)
        )


@dataclass(frozen=True)
class Break:
    """What one piece costs when so many are bought, or more."""

    quantity: int
    amount: int


@dataclass(frozen=True)
class ListPrices:
    """What lists say of a variant: breaks by the code of the list, the fewest pieces first. `currencies`: that of each list when they were
    written; amounts are no price in another one that a list of this code is given later."""

    variant_id: str
    product_id: str
    prices: dict[str, list[Break]] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)

    def are_in(self, code: str, currency: str) -> bool:
        return code in self.prices and self.currencies.get(code, currency) == currency


@dataclass(frozen=True)
class Tier:
    """From so many pieces on (until the next tier) one costs this. `list`: the code of the list that says so."""

    quantity: int
    amount: int
    list: str


@dataclass(frozen=True)
class PriceLists:
    """All lists of a shop."""

    lists: tuple[PriceList, ...] = ()

    @property
    def exist(self) -> bool:
        return any(one.enabled for one in self.lists)

    @property
    def name_groups(self) -> bool:
        return any(one.enabled and one.groups for one in self.lists)

    @property
    def name_callers(self) -> bool:
        """Whether what is shown depends on who asks, or by which channel."""
        return any(one.enabled and (one.groups or one.channels) for one in self.lists)

    def chosen(self, prices: ListPrices | None, who: Shopper, currency: str, quantity: int, at: str) -> Tier | None:
        """The price of one piece when `quantity` are bought; None where no list has one."""
        fitting = self._fitting(prices, who, currency, at)
        return _best(fitting, prices.prices, quantity) if prices else None

    def tiers(self, prices: ListPrices | None, who: Shopper, currency: str, at: str) -> list[Tier]:
        """What is chosen for every quantity, the fewest pieces first; equal neighbours are one."""
        if prices is None or not (fitting := self._fitting(prices, who, currency, at)):
            return []
        tiers: list[Tier] = []
        for quantity in sorted({step.quantity for one in fitting for step in prices.prices[one.code]}):
            best = _best(fitting, prices.prices, quantity)
            if best and (not tiers or (tiers[-1].amount, tiers[-1].list) != (best.amount, best.list)):
                tiers.append(Tier(quantity, best.amount, best.list))
        return tiers

    def _fitting(self, prices: ListPrices | None, who: Shopper, currency: str, at: str) -> list[PriceList]:
        if prices is None:
            return []
        said = [one for one in self.lists if one.currency == currency and prices.are_in(one.code, currency)]
        return [one for one in said if one.holds(at) and one.is_for(who)]


def _best(fitting: Iterable[PriceList], prices: Mapping[str, list[Break]], quantity: int) -> Tier | None:
    found = []
    for one in fitting:
        reached = [step for step in prices[one.code] if step.quantity <= quantity]
        if reached:
            amount = max(reached, key=lambda step: step.quantity).amount
            found.append((-one.names, -one.priority, amount, one.code))
    if not found:
        return None
    _, _, amount, code = min(found)
    return Tier(quantity, amount, code)
