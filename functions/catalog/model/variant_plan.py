"""Which variants of a product a list of wanted ones changes and which it adds, and the product with them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from enum import Enum
from typing import Any, Final

from functions.catalog.model.barcode import article_key, distinct_codes
from functions.catalog.model.measure import Measure
from functions.catalog.model.option_values import folded_options, in_spelling_of
from functions.catalog.model.price import Listed, repriced
from functions.catalog.model.price_steps import merged_steps, price_steps
from functions.catalog.model.product import MAX_VARIANTS, SNAPSHOT_VARIANTS, Product, Size, Variant, cheapest, combination, option_faults
from functions.catalog.model.scheduled_price import ScheduledPrice, named, with_planned, with_scheduled
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money


class _Keep(Enum):
    KEEP = "keep"


KEEP: Final = _Keep.KEEP
"""A field that an edit leaves as it is."""

_NOT_HELD = ("planned", "custom_fields")


@dataclass(frozen=True)
class WantedVariant:
    """A variant as an editor describes it; its SKU says which one it is. `prices` are those in further currencies,
    `further_barcodes` those besides `barcode`.

    `planned` are all scheduled prices that are to come, at whatever moment they began. `custom_fields` are as they were sent; checked,
    they become `fields` and `private_fields`.
    """

    sku: str
    options: dict[str, str]
    price: Money
    list_price: Money | None = None
    image: str | None = None
    weight_g: int = 0
    barcode: str | None = None
    further_barcodes: list[str] | _Keep = KEEP
    size_mm: Size | _Keep | None = KEEP
    measure: Measure | _Keep | None = KEEP
    external_id: str | None = None
    prices: dict[str, Listed] | _Keep = KEEP
    cost: Money | _Keep | None = KEEP
    planned: Sequence[ScheduledPrice] | _Keep = KEEP
    metadata: dict[str, str] | _Keep = KEEP
    private_metadata: dict[str, str] | _Keep = KEEP
    fields: dict[str, Any] | _Keep = KEEP
    private_fields: dict[str, Any] | _Keep = KEEP
    custom_fields: Mapping[str, Any] | _Keep = KEEP

    @classmethod
    def of(cls, variant: Variant) -> WantedVariant:
        """The variant as it is."""
        return cls(**{one.name: getattr(variant, one.name) for one in fields(cls) if one.name not in _NOT_HELD})

    def codes(self, old: Variant | None) -> list[str]:
        """All barcodes that it is to have."""
        further = (old.further_barcodes if old else []) if self.further_barcodes is KEEP else self.further_barcodes
        return distinct_codes([*([self.barcode] if self.barcode else []), *further])

    def given(self) -> dict[str, Any]:
        """What the variant is to hold; `planned` needs to know what is there."""
        return {name: value for name, value in vars(self).items() if value is not KEEP and name not in _NOT_HELD}


@dataclass(frozen=True)
class VariantPlan:
    """`further_combinations` are those of the product after the plan (see product.Product); `before` the changed variants by id."""

    changed: list[Variant]
    added: list[Variant]
    further_combinations: list[str]
    before: dict[str, Variant] = field(default_factory=dict)


def plan_variants(
    product: Product, wanted: Sequence[WantedVariant], *, further: Mapping[str, Variant], new_id: Callable[[], str]
) -> VariantPlan:
    """Match by SKU: a known SKU changes its variant, a new one adds. Options are taken in the product's spelling.

    `further` are this product's variants outside its snapshot, by SKU.

    `product.updated_at` is the moment of the edit: from then on its prices are in force.

    Raises Invalid (422) for options that do not fit, mixed currencies or too many variants; Conflict (409) for a SKU or a
    combination that comes twice.
    """
    wanted = [_named(item, product, wanted[0].sku) for item in wanted]
    wanted = [replace(item, options=in_spelling_of(product.options, item.options)) for item in wanted]
    known = {variant.sku: variant for variant in product.variants} | dict(further)
    _check_unique([variant.sku for variant in wanted], "duplicate_sku", "A SKU comes twice.")
    keys = [article_key(code) for item in wanted for code in item.codes(known.get(item.sku))]
    _check_unique(keys, "duplicate_barcode", "Two variants have the same barcode.")
    faults = option_faults(product.options, [(f"/variants/{i}", variant.options) for i, variant in enumerate(wanted)])
    if faults:
        raise Invalid("Some variants do not fit the options.", faults=faults)
    changed: list[Variant] = []
    added: list[Variant] = []
    for item in wanted:
        if old := known.get(item.sku):
            changed.append(_changed(old, item, product.updated_at))
        else:
            added.append(
                _added(Variant(new_id(), product.id, product.variant_count + len(added), **item.given()), item, product.updated_at)
            )
    if product.variant_count + len(added) > MAX_VARIANTS:
        raise Invalid.field("/variants", "too_many_variants", f"A product has at most {MAX_VARIANTS} variants.")
    replaced = {variant.id for variant in changed}
    snapshot = [variant for variant in product.variants if variant.id not in replaced]
    touched = [*changed, *added]
    _check_currency([*snapshot, *touched])
    gone = {combination(known[variant.sku].options) for variant in changed}
    untouched = [c for c in product.further_combinations if c not in gone]
    combinations = [*untouched, *(combination(variant.options) for variant in [*snapshot, *touched])]
    _check_unique(combinations, "duplicate_option_combination", "Another variant has the same options.")
    # Of variants from before spellings were compared, two may differ in case only: they stay, new ones do not join them.
    new_ones = [v for v in touched if v.id not in replaced or v.options != known[v.sku].options]
    others = [v for v in [*snapshot, *touched] if all(v is not new for new in new_ones)]
    _check_unique([_meaning(v) for v in new_ones], "duplicate_option_combination", "Two variants mean the same options.")
    if {_meaning(v) for v in new_ones} & {_meaning(v) for v in others}:
        raise Conflict("Another variant means the same options.", code="duplicate_option_combination")
    further_now = untouched + [combination(v.options) for v in touched if v.position >= SNAPSHOT_VARIANTS]
    return VariantPlan(changed, added, further_now, {variant.id: known[variant.sku] for variant in changed})


def _meaning(variant: Variant) -> str:
    return combination(folded_options(variant.options))


def _named(item: WantedVariant, product: Product, first_sku: str) -> WantedVariant:
    return item if item.planned is KEEP else replace(item, planned=named(item.planned, product.id, product.updated_at, first_sku))


def _changed(old: Variant, item: WantedVariant, now: str) -> Variant:
    new = replace(old.as_of(now), **item.given())
    regular, discounts = repriced(old, new, now)
    new = replace(new, regular=regular, discounts=discounts)
    return new if item.planned is KEEP else with_planned(new, item.planned, now)


def _added(new: Variant, item: WantedVariant, now: str) -> Variant:
    for one in () if item.planned is KEEP else item.planned:
        new = with_scheduled(new, one, now)
    return new


def with_plan(product: Product, plan: VariantPlan, *, beyond: Sequence[Variant] = ()) -> Product:
    """The product after the plan. `beyond` are its variants outside the snapshot; needed when the plan changes any of many."""
    changed = {variant.id: variant for variant in plan.changed}
    variants = [changed.get(variant.id, variant) for variant in (*product.variants, *beyond)] + plan.added
    now, lowest = product.updated_at, cheapest(variants)
    price, list_price = (lowest.price, lowest.list_price) if lowest else (None, None)
    if not plan.changed and price and product.price_from and product.price_from.amount <= price.amount:
        price, list_price = product.price_from, product.list_price_from
    steps = price_steps(variants, now) if plan.changed else merged_steps(product.price_steps, price_steps(plan.added, now))
    return replace(
        product,
        variants=[variant for variant in variants if variant.position < SNAPSHOT_VARIANTS],
        variant_count=product.variant_count + len(plan.added),
        further_combinations=plan.further_combinations,
        price_from=price,
        list_price_from=list_price,
        price_steps=steps,
    )


def _check_unique(values: Sequence[str], code: str, detail: str) -> None:
    if len(set(values)) != len(values):
        raise Conflict(detail, code=code)


def _check_currency(variants: Sequence[Variant]) -> None:
    amounts = [amount for variant in variants for amount in (variant.price, variant.list_price) if amount]
    if len({amount.currency for amount in amounts}) > 1:
        detail = "All prices of a product are in one currency; those in further ones stand in `prices`."
        raise Invalid.field("/variants", "mixed_currencies", detail)
    for variant in variants:
        if variant.price.currency in variant.prices:
            raise Invalid.field("/variants", "duplicate_currency", f"{variant.sku} has two prices in {variant.price.currency}.")
