"""Change a product: only the fields that were sent; variants are matched by SKU, those not named stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.model.option_texts import options_as_wanted
from functions.catalog.model.product import Option, Product, Variant, option_faults
from functions.catalog.model.variant_plan import VariantPlan, WantedVariant, plan_variants
from functions.catalog.products.apply_edit import apply_edit
from functions.catalog.products.own_fields import product_fields, with_fields
from functions.catalog.store.attribute_rules import resolved
from functions.catalog.store.records import VARIANT_SK, VariantRecord, sku_key, variant_pk
from functions.catalog.store.repository import Taken, again_unless_taken, claims, product_record
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import check_version


def edit_product(
    product_id: str,
    values: Mapping[str, Any],
    variants: Sequence[WantedVariant],
    *,
    if_match: int | None,
    actor: Actor,
    remember: Remember[Product, int],
    override: bool = False,
) -> tuple[Product, int]:
    """The product and its new version. Raises as `create_product` does, VersionConflict (409) for a stale `if_match`.

    `override` lets prices below the floor pass.
    """

    def attempt() -> tuple[Product, int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before = load(Product, record.body)
        bare = replace(
            before,
            **{**values, **product_fields(values), **_attributes(before, values), **_options(before, values)},
            updated_at=times.iso(clock.now()),
        )
        plan = _plan(before, bare, variants) if variants else VariantPlan([], [], before.further_combinations)
        if "options" in values:
            _check_options(before.options, bare, plan)
        return apply_edit(record, before, bare, plan, fields=sorted(values), actor=actor, override=override, remember=remember)

    return again_unless_taken(attempt)


def add_variants(
    product_id: str,
    variants: Sequence[WantedVariant],
    *,
    if_match: int | None,
    actor: Actor,
    remember: Remember[list[Variant], int],
    override: bool = False,
) -> tuple[list[Variant], int]:
    """The new variants and the product's new version. Raises Taken (409 `sku_taken`) also for a SKU of this very product."""

    def attempt() -> tuple[list[Variant], int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before = load(Product, record.body)
        bare = replace(before, updated_at=times.iso(clock.now()))
        plan = _plan(before, bare, variants)
        if plan.changed:
            raise Taken("sku_taken", sku_key(plan.changed[0].sku), f"This product already has the SKU {plan.changed[0].sku}.")
        _, version = apply_edit(
            record, before, bare, plan, fields=[], actor=actor, override=override, remember=lambda _, v: remember(plan.added, v)
        )
        return plan.added, version

    return again_unless_taken(attempt)


def edit_variant(
    product_id: str,
    variant_id: str,
    values: Mapping[str, Any],
    *,
    if_match: int | None,
    actor: Actor,
    remember: Remember[Variant, int],
    override: bool = False,
) -> tuple[Variant, int]:
    """The changed variant and the product's new version (variants have none of their own). Raises NotFound, Invalid, Conflict."""

    def attempt() -> tuple[Variant, int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before = load(Product, record.body)
        bare = replace(before, updated_at=times.iso(clock.now()))
        old = variants_by_id(before, [variant_id])[0]
        wanted = with_fields([replace(WantedVariant.of(old.as_of(bare.updated_at)), **values)], "/custom_fields")[0]
        plan = plan_variants(bare, [wanted], further={old.sku: old}, new_id=lambda: fresh.new_id("var"))
        changed = plan.changed[0]
        _, version = apply_edit(
            record, before, bare, plan, fields=[], actor=actor, override=override, remember=lambda _, v: remember(changed, v)
        )
        return changed, version

    return again_unless_taken(attempt)


def _plan(before: Product, bare: Product, wanted: Sequence[WantedVariant]) -> VariantPlan:
    return plan_variants(bare, with_fields(wanted), further=_further(before, wanted), new_id=lambda: fresh.new_id("var"))


def _attributes(before: Product, values: Mapping[str, Any]) -> dict[str, Any]:
    """Judged anew when they or the category change."""
    if not {"attributes", "category_id"} & values.keys():
        return {}
    return {"attributes": resolved(values.get("category_id", before.category_id), values.get("attributes", before.attributes))}


def _options(before: Product, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"options": options_as_wanted(before.options, values["options"])} if "options" in values else {}


def variants_by_id(product: Product, variant_ids: Sequence[str]) -> list[Variant]:
    """In this order; one request more where one is not among the product's first 100. Raises NotFound."""
    known = {variant.id: variant for variant in product.variants}
    missing = [variant_id for variant_id in variant_ids if variant_id not in known]
    if missing and product.variant_count > len(known):
        found = find_many({VariantRecord: [(variant_pk(variant_id), VARIANT_SK) for variant_id in missing]})
        known |= {v.id: v for v in (load(Variant, record.body) for record in found.values()) if v.product_id == product.id}
    if any(variant_id not in known for variant_id in missing):
        raise NotFound("The product has no such variant.")
    return [known[variant_id] for variant_id in variant_ids]


def _further(product: Product, wanted: Sequence[WantedVariant]) -> dict[str, Variant]:
    """Those wanted variants the product has outside its snapshot, by SKU."""
    known = {variant.sku for variant in product.variants}
    skus = [variant.sku for variant in wanted if variant.sku not in known]
    if product.variant_count <= len(known) or not skus:
        return {}
    owners = claims(sku_key(sku) for sku in skus)
    found = find_many({VariantRecord: [(variant_pk(owner), VARIANT_SK) for owner in owners.values()]}) if owners else {}
    variants = [load(Variant, record.body) for record in found.values()]
    return {variant.sku: variant for variant in variants if variant.product_id == product.id}


def _check_options(old: Sequence[Option], product: Product, plan: VariantPlan) -> None:
    """Options may change as long as every variant still fits them, those as they will be that change in the same edit."""
    kept_ones = [variant for variant in product.variants if variant.id not in plan.before]
    faults = option_faults(product.options, [("", variant.options) for variant in kept_ones])
    if faults:
        raise Invalid.field("/options", "option_in_use", "Variants use an option or value that would go away.")
    if product.variant_count > len(product.variants):
        kept = {option.name: set(option.values) for option in product.options}
        if any(not set(option.values) <= kept.get(option.name, set()) for option in old):
            raise Conflict("With more than 100 variants, values can only be added.", code="option_in_use")
