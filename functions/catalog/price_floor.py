"""The price floor: no price below cost × (1 + floor), unless the caller may override it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from functions.catalog.product import Variant
from functions.catalog.records import SETTINGS_PK, CatalogTable
from functions.catalog.variant_plan import VariantPlan
from functions.shared.errors import Fault, Invalid
from functions.shared.money import Money
from functions.shared.records import dump, find, load
from functions.shared.transactions import Put, Write, transact

FLOOR_SK = "PRICE_FLOOR"


@dataclass(frozen=True)
class PriceFloor:
    """The least margin on cost, in hundredths of a percent."""

    basis_points: int = 0


def price_floor() -> tuple[PriceFloor, int]:
    """The floor and its version, 0 before it was ever set."""
    record = find(CatalogTable, SETTINGS_PK, FLOOR_SK)
    return (load(PriceFloor, record.body), int(record.version)) if record else (PriceFloor(), 0)


def set_price_floor(floor: PriceFloor, *, remember: list[Write]) -> None:
    """For prices written from now on; those there are stay."""
    version = price_floor()[1] + 1
    record = CatalogTable(pk=SETTINGS_PK, sk=FLOOR_SK, kind="setting", body=dump(floor), version=version)
    transact([Put(record), *remember])


def check_floor(plan: VariantPlan, at: str, *, override: bool) -> None:
    """Raises Invalid (422 `price_below_floor`) for prices the plan sets too low; those in another currency than the cost are not judged."""
    judged = [(variant, variant.cost, _judged(plan.before.get(variant.id), variant, at)) for variant in (*plan.changed, *plan.added)]
    if override or not any(cost and prices for _, cost, prices in judged):
        return
    floor = price_floor()[0]
    faults = [
        Fault("/variants", "price_below_floor", f"{variant.sku}: {price.amount} {price.currency} is below cost and margin.")
        for variant, cost, prices in judged
        for price in sorted(prices, key=lambda price: price.amount)
        if cost and is_below(price, cost, floor)
    ]
    if faults:
        raise Invalid("A price is below its floor.", code="price_below_floor", faults=faults)


def is_below(price: Money, cost: Money, floor: PriceFloor) -> bool:
    return price.currency == cost.currency and price.amount * 10_000 < cost.amount * (10_000 + floor.basis_points)


def _judged(before: Variant | None, after: Variant, at: str) -> set[Money]:
    """The prices an edit is answerable for: new ones, and all of them when the cost is new."""
    if before is None or before.cost != after.cost:
        return set(_prices(after, at))
    return set(_prices(after, at)) - set(_prices(before, at))


def _prices(variant: Variant, at: str) -> Iterator[Money]:
    """Those that count from then on."""
    yield variant.price
    yield from (listed.price for listed in variant.prices.values())
    yield from (one.price for one in variant.regular if one.since > at)
    yield from (one.price for one in variant.discounts if one.ends_at > at)
