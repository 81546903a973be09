"""The rule of the price floor: no price below cost × (1 + floor), and no cost that goes away to let one pass. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal

from functions.catalog.model.product import Variant
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault
from functions.shared.plain.money import Money, exponent


@dataclass(frozen=True)
class PriceFloor:
    """The least margin on cost in hundredths of a percent. `rates`: what one unit of a currency is worth, all in one and the same money."""

    basis_points: int = 0
    rates: dict[str, str] = field(default_factory=dict)

    def comparable(self, one: str, other: str) -> bool:
        return one == other or {one, other} <= self.rates.keys()

    def forbids(self, price: Money, cost: Money) -> bool:
        """Of comparable currencies."""
        if price.currency == cost.currency:
            return price.amount * 10_000 < cost.amount * (10_000 + self.basis_points)
        return self._worth(price) * 10_000 < self._worth(cost) * (10_000 + self.basis_points)

    def _worth(self, money: Money) -> Decimal:
        return Decimal(money.amount).scaleb(-exponent(money.currency)) * Decimal(self.rates[money.currency])


def currency_faults(before: Variant | None, after: Variant, floor: PriceFloor) -> list[Fault]:
    """A cost says nothing about prices it cannot be compared with."""
    cost = after.cost
    unchanged = before is not None and (before.cost, before.price.currency) == (cost, after.price.currency)
    if cost is None or unchanged or floor.comparable(cost.currency, after.price.currency):
        return []
    detail = f"{after.sku}: the cost is in {cost.currency}, the price in {after.price.currency}, and no rate between them is set."
    return [Fault("/cost", "cost_currency", detail)]


def floor_faults(before: Variant | None, after: Variant, floor: PriceFloor, at: str) -> Iterator[Fault]:
    """What an edit may not do without the right to override: judged are its resulting prices, by the higher of old and new cost."""
    old, new = before.cost if before else None, after.cost
    if old is None and new is None:
        return
    prices = set(_prices(after, at))
    if before is not None and old == new:
        prices -= set(_prices(before, at))
    for price in sorted(prices, key=lambda price: (price.currency, price.amount)):
        costs = [cost for cost in (new, old) if cost is not None]
        if any(floor.comparable(price.currency, cost.currency) and floor.forbids(price, cost) for cost in costs):
            yield Fault("/variants", "price_below_floor", f"{after.sku}: {price.amount} {price.currency} is below cost and margin.")
        elif not all(floor.comparable(price.currency, cost.currency) for cost in costs):
            yield Fault("/variants", "no_rate", f"{after.sku}: no rate is set by which {price.currency} and its cost can be compared.")
    if old is not None and (new is None or not floor.comparable(old.currency, new.currency) or _less(new, old, floor)):
        yield Fault("/cost", "cost_lowered", f"{after.sku}: only who may override the floor takes a cost away or lowers it.")


def _less(new: Money, old: Money, floor: PriceFloor) -> bool:
    return PriceFloor(0, floor.rates).forbids(new, old)


def _prices(variant: Variant, at: str) -> Iterator[Money]:
    """Those that count from then on."""
    then = variant.as_of(at)
    yield then.price
    yield from (listed.price for listed in then.prices.values())
    yield from (one.price for one in then.regular if one.since > at)
    yield from (one.price for one in then.discounts if one.ends_at > at)


def known_rates(rates: Mapping[str, str]) -> dict[str, str]:
    """In one spelling. Raises ValueError for what is no rate."""
    found = {}
    for currency, text in sorted(rates.items()):
        value = Decimal(text)
        if not value.is_finite() or not Decimal("1e-9") <= value <= Decimal("1e9"):
            raise ValueError("a rate between 0.000000001 and 1000000000 is wanted")
        found[currency] = format(value.normalize(), "f")
    return found
