"""What a campaign or a coupon did: its orders, and the shop as a whole in as many days before and after it. Pure.

It works from the first to the last day of the range on which an order with it was paid. What lies before and after is a
comparison, no proof: that are those who were held out of it by lot, which promotions count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta

from functions.reports.model.measures import added, net_of
from functions.shared.plain.deferred import dataclass

Sums = Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """What one day says of one key: orders of these customers, of which some have it."""

    day: str
    key: str
    customer: str
    orders_with: int
    sums: Sums


@dataclass(frozen=True)
class Window:
    """The shop in some days, both included."""

    first: date
    last: date
    orders: int
    net: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Effect:
    """`orders_with` by what its buyers were. `before`, `during`, `after`: of the shop; None where it has no order, `after` while its days
    are not over."""

    key: str
    sums: dict[str, int]
    orders_with: dict[str, int] = field(default_factory=dict)
    before: Window | None = None
    during: Window | None = None
    after: Window | None = None

    @property
    def lift(self) -> int | None:
        """What the shop's net of a day was more than before, in basis points."""
        if self.before is None or self.during is None or self.before.net <= 0:
            return None
        # Both windows have as many days.
        return (self.during.net - self.before.net) * 10_000 // self.before.net


def effects(told: Sequence[Told], shop: Mapping[str, Sums], today: date) -> list[Effect]:
    """`shop`: all that happened, by day, of the range and as many days around it. Greatest net first, what had none of them last."""
    keys = dict.fromkeys(one.key for one in told)
    found = [_effect(key, [one for one in told if one.key == key], shop, today) for key in keys]
    return sorted(found, key=lambda one: (one.key == "", -net_of(one.sums), one.key))


def _effect(key: str, told: Sequence[Told], shop: Mapping[str, Sums], today: date) -> Effect:
    sums, with_it = dict[str, int](), dict[str, int]()
    for one in told:
        sums = added(sums, one.sums)
        with_it[one.customer] = with_it.get(one.customer, 0) + one.orders_with
    days = [date.fromisoformat(one.day) for one in told if one.orders_with]
    if not key or not days:
        return Effect(key, sums, with_it)
    first, last = min(days), max(days)
    long = last - first + timedelta(days=1)
    after = _window(last + timedelta(days=1), last + long, shop) if last + long < today else None
    before = _window(first - long, first - timedelta(days=1), shop)
    return Effect(key, sums, with_it, before, _window(first, last, shop), after)


def _window(first: date, last: date, shop: Mapping[str, Sums]) -> Window:
    inside = [sums for day, sums in shop.items() if first.isoformat() <= day <= last.isoformat()]
    return Window(first, last, sum(sums.get("orders", 0) for sums in inside), sum(net_of(sums) for sums in inside))
