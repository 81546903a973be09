"""Which variants of a product a list of wanted ones changes and which it adds, and the product with them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.catalog.product import MAX_VARIANTS, SNAPSHOT_VARIANTS, Product, Variant, cheapest, combination, option_faults
from functions.shared.errors import Conflict, Invalid
from functions.shared.money import Money


@dataclass(frozen=True)
class WantedVariant:
    """A variant as an editor describes it; its SKU says which one it is."""

    sku: str
    options: dict[str, str]
    price: Money
    list_price: Money | None = None
    image: str | None = None
    weight_g: int = 0
    barcode: str | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class VariantPlan:
    """`further_combinations` are those of the product after the plan (see product.Product)."""

    changed: list[Variant]
    added: list[Variant]
    further_combinations: list[str]


def plan_variants(
    product: Product, wanted: Sequence[WantedVariant], *, further: Mapping[str, Variant], new_id: Callable[[], str]
) -> VariantPlan:
    """Match by SKU: a known SKU changes its variant, a new one adds. `further` are this product's variants outside its snapshot, by SKU.

    Raises Invalid (422) for options that do not fit, mixed currencies or too many variants; Conflict (409) for a SKU or a
    combination that comes twice.
    """
    known = {variant.sku: variant for variant in product.variants} | dict(further)
    _check_unique([variant.sku for variant in wanted], "duplicate_sku", "A SKU comes twice.")
    faults = option_faults(product.options, [(f"/variants/{i}", variant.options) for i, variant in enumerate(wanted)])
    if faults:
        raise Invalid("Some variants do not fit the options.", faults=faults)
    changed: list[Variant] = []
    added: list[Variant] = []
    for item in wanted:
        if old := known.get(item.sku):
            changed.append(replace(old, **vars(item)))
        else:
            position = product.variant_count + len(added)
            added.append(Variant(id=new_id(), product_id=product.id, position=position, **vars(item)))
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
    return VariantPlan(changed, added, untouched + [combination(v.options) for v in touched if v.position >= SNAPSHOT_VARIANTS])


def with_plan(product: Product, plan: VariantPlan, *, beyond: Sequence[Variant] = ()) -> Product:
    """The product after the plan. `beyond` are its variants outside the snapshot; needed when the plan changes any of many."""
    changed = {variant.id: variant for variant in plan.changed}
    variants = [changed.get(variant.id, variant) for variant in (*product.variants, *beyond)] + plan.added
    lowest = cheapest(variants)
    price, list_price = (lowest.price, lowest.list_price) if lowest else (None, None)
    if not plan.changed and price and product.price_from and product.price_from.amount <= price.amount:
        price, list_price = product.price_from, product.list_price_from
    return replace(
        product,
        variants=[variant for variant in variants if variant.position < SNAPSHOT_VARIANTS],
        variant_count=product.variant_count + len(plan.added),
        further_combinations=plan.further_combinations,
        price_from=price,
        list_price_from=list_price,
    )


def _check_unique(values: Sequence[str], code: str, detail: str) -> None:
    if len(set(values)) != len(values):
        raise Conflict(detail, code=code)


def _check_currency(variants: Sequence[Variant]) -> None:
    amounts = [amount for variant in variants for amount in (variant.price, variant.list_price) if amount]
    if len({amount.currency for amount in amounts}) > 1:
        raise Invalid.field("/variants", "mixed_currencies", "All prices of a product are in one currency.")
