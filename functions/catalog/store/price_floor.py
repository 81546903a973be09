"""The price floor as a setting, and its rule applied wherever a price or a cost is written."""

from __future__ import annotations

from collections.abc import Iterable

from functions.catalog.model.floor_rule import PriceFloor, currency_faults, floor_faults
from functions.catalog.model.product import Variant
from functions.catalog.model.variant_plan import VariantPlan
from functions.catalog.store.records import SETTINGS_PK, VARIANT_SK, CatalogTable, VariantRecord, variant_pk
from functions.catalog.store.repository import again_unless_taken
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

FLOOR_SK = "PRICE_FLOOR"


def price_floor() -> tuple[PriceFloor, int]:
    """The floor and its version, 0 before it was ever set."""
    record = find(CatalogTable, SETTINGS_PK, FLOOR_SK)
    return (load(PriceFloor, record.body), int(record.version)) if record else (PriceFloor(), 0)


def set_price_floor(floor: PriceFloor, *, if_match: int | None, remember: Remember[PriceFloor, int]) -> tuple[PriceFloor, int]:
    """For prices written from now on; those there are stay. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[PriceFloor, int]:
        before, version = price_floor()
        check_version(version, if_match)
        if floor == before and version:
            transact(remember(floor, version))
            return floor, version
        record = CatalogTable(pk=SETTINGS_PK, sk=FLOOR_SK, kind="setting", body=dump(floor), version=version + 1)
        put = locked_put(record, version)
        transact([put, *remember(floor, version + 1)])
        return floor, version + 1

    return again_unless_taken(attempt)


def check_floor(plan: VariantPlan, at: str, *, override: bool) -> None:
    """Raises Invalid (422 `price_below_floor`, `no_rate`, `cost_lowered`) unless the caller may override, and 422 `cost_currency`.

    The setting is read only where there is a cost to compare with.
    """
    pairs = [(plan.before.get(variant.id), variant) for variant in (*plan.changed, *plan.added)]
    pairs = [(before, after) for before, after in pairs if after.cost or (before and before.cost)]
    if not pairs:
        return
    floor = price_floor()[0]
    _refuse(fault for before, after in pairs for fault in currency_faults(before, after, floor))
    if not override:
        _refuse(fault for before, after in pairs for fault in floor_faults(before, after, floor, at))


def check_price_of(variant_id: str, price: Money, *, override: bool) -> None:
    """The same for a price that is kept outside the catalogue (of a flash sale). One request. Raises Invalid as `check_floor`, also with
    `override` where there is no such variant, or it is not sold in the currency: nobody could buy it there."""
    found = find_many({VariantRecord: [(variant_pk(variant_id), VARIANT_SK)], CatalogTable: [(SETTINGS_PK, FLOOR_SK)]})
    record, setting = found.get((VariantRecord, variant_pk(variant_id), VARIANT_SK)), found.get((CatalogTable, SETTINGS_PK, FLOOR_SK))
    if record is None:
        raise Invalid.field("/variant_id", "unknown_variant", "There is no such variant.")
    variant = load(Variant, record.body)
    if price.currency not in {variant.price.currency, *variant.prices}:
        raise Invalid.field(
            "/price/currency", "currency_not_offered", f"The variant has no price in {price.currency}, so it is not sold in it."
        )
    cost = variant.cost
    floor = load(PriceFloor, setting.body) if setting else PriceFloor()
    if cost is None or override:
        return
    if not floor.comparable(price.currency, cost.currency):
        raise Invalid.field("/price", "no_rate", f"No rate is set by which {price.currency} and the cost can be compared.")
    if floor.forbids(price, cost):
        raise Invalid.field("/price", "price_below_floor", f"{price.amount} {price.currency} is below cost and margin.")


def _refuse(found: Iterable[Fault]) -> None:
    if faults := list(found):
        raise Invalid("A price or a cost is not acceptable.", code=faults[0].code, faults=faults)
