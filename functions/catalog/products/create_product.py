"""Create a product with its first variants, as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.option_texts import options_as_wanted
from functions.catalog.model.product import Product, Status
from functions.catalog.model.slug import slug_of
from functions.catalog.model.variant_plan import WantedVariant, plan_variants, with_plan
from functions.catalog.products.own_fields import product_fields, with_fields
from functions.catalog.store.attribute_rules import resolved
from functions.catalog.store.barcode_claims import code_writes
from functions.catalog.store.price_floor import check_floor
from functions.catalog.store.product_writes import Edit, edit_writes
from functions.catalog.store.repository import Taken, again_unless_taken, brand_facts, brand_record
from functions.shared.events.contracts.catalog import ProductCreated
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.store.transactions import Remember, transact


def create_product(
    values: Mapping[str, Any], variants: Sequence[WantedVariant], *, actor: Actor, remember: Remember[Product, int], override: bool = False
) -> tuple[Product, int]:
    """The product and its version. Without a slug it gets one from its title (Chinese by its sound) or external id, else from its id.

    Raises Taken (409 `external_id_taken`, `slug_taken`, `sku_taken`, `barcode_taken`; with the id of who has it), Conflict
    (409 `duplicate_option_combination`), Invalid (422) for unknown brand or category, variants that do not fit, or a price below the
    floor without `override`.
    """
    now = times.iso(clock.now())
    product_id = fresh.new_id("prod")
    given = dict(values)
    wanted_slug = given.pop("slug", None)
    slug = wanted_slug or slug_of(given.get("title", {}), given.get("external_id")) or product_id.removeprefix("prod_").lower()
    given |= product_fields(given)
    given["options"] = options_as_wanted([], given.get("options", []))
    given["attributes"] = resolved(given.get("category_id"), given.get("attributes", []))
    bare = Product(id=product_id, slug=slug, status=Status.DRAFT, created_at=now, updated_at=now, **given)
    plan = plan_variants(bare, with_fields(variants), further={}, new_id=lambda: fresh.new_id("var"))
    product = with_plan(bare, plan)
    check_floor(plan, now, override=override)

    def attempt() -> tuple[Product, int]:
        nonlocal product
        brand = brand_for(product.brand_id)
        edit = Edit(None, product, 1, brand, added=plan.added)
        kept = remember(product, 1)
        codes = code_writes(plan, kept=len(kept))
        writes, _ = edit_writes(edit, ProductCreated(product.id), actor=actor, remember=[*codes.beside, *kept])
        try:
            codes.write_ahead()
            transact(writes)
        except Taken as taken:
            if taken.code != "slug_taken" or wanted_slug or product.slug != slug:
                raise
            product = replace(product, slug=f"{slug[:90]}-{product_id[-8:].lower()}")
            return attempt()
        return product, 1

    return again_unless_taken(attempt)


def brand_for(brand_id: str | None) -> BrandFacts | None:
    """What the product will show of its brand. Raises Invalid (422) when there is no such brand."""
    try:
        return brand_facts(brand_record(brand_id)) if brand_id else None
    except NotFound as error:
        raise Invalid.field("/brand_id", "unknown_brand", "There is no such brand.") from error
