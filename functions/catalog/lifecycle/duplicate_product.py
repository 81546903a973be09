"""A product made as the copy of another: a draft with its texts, media, attributes and variants, with names of its own.

Not copied: external ids and barcodes (each belongs to one), stock, scheduled prices, reviews, old slugs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from functions.catalog.model.attribute import as_sent
from functions.catalog.model.derived_sku import copied_skus
from functions.catalog.model.product import Product, Variant
from functions.catalog.model.shown_fields import sent_fields
from functions.catalog.model.variant_plan import WantedVariant
from functions.catalog.products.apply_edit import MAX_AT_ONCE
from functions.catalog.products.create_product import create_product
from functions.catalog.products.edit_product import add_variants
from functions.catalog.store.records import sku_key
from functions.catalog.store.repository import Taken, claims, product_record, stored_tree, variants_of
from functions.platform import declared
from functions.shared.events.envelope import Actor
from functions.shared.fields.custom_fields import Resource
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import keep_answer

_AS_IT_IS: Final = (
    "brief", "description", "category_id", "brand_id", "tax_class", "tags", "sections", "options", "images", "seo", "safety", "metadata",
    "private_metadata", "merchant_id", "visible_to", "channels",
)  # fmt: skip
_MOST_COPIES: Final = 200


def duplicate_product(
    product_id: str, title: Mapping[str, str] | None, *, actor: Actor, override: bool, remember: Remember[Product, int]
) -> tuple[Product, int]:
    """The copy and its version. One with more than 40 variants is made in several steps, and answered after the last: a call that broke
    off leaves a draft with the first of them.

    Raises NotFound, Invalid (422) where the original would not be taken today, Taken (409 `sku_taken`) after very many copies.
    """
    original = load(Product, product_record(product_id).body)
    now = times.iso(clock.now())
    variants = [variant.as_of(now) for variant in variants_of(original)]
    values = _values(original, title)
    for number in range(1, _MOST_COPIES):
        skus = copied_skus([variant.sku for variant in variants], number)
        if _any_taken(skus):
            continue
        wanted = [_wanted(variant, sku) for variant, sku in zip(variants, skus, strict=True)]
        try:
            return _made(values, wanted, actor=actor, override=override, remember=remember)
        except Taken as taken:
            if taken.code != "sku_taken":
                raise
    raise Taken("sku_taken", sku_key(skus[0]), "There are too many copies of it. Give some of them other SKUs.")


def _made(
    values: Mapping[str, Any], wanted: list[WantedVariant], *, actor: Actor, override: bool, remember: Remember[Product, int]
) -> tuple[Product, int]:
    first, rest = wanted[:MAX_AT_ONCE], wanted[MAX_AT_ONCE:]
    product, version = create_product(values, first, actor=actor, override=override, remember=(lambda *_: ()) if rest else remember)
    for start in range(0, len(rest), MAX_AT_ONCE):
        add_variants(product.id, rest[start : start + MAX_AT_ONCE], if_match=None, actor=actor, override=override, remember=lambda *_: ())
    if rest:
        record = product_record(product.id)
        product, version = load(Product, record.body), int(record.version)
        keep_answer(remember(product, version))
    return product, version


def _values(original: Product, title: Mapping[str, str] | None) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(original, name) for name in _AS_IT_IS}
    values["title"] = dict(title) if title else original.title
    if original.attributes:
        values["attributes"] = as_sent(stored_tree().tree.attributes(original.category_id), original.attributes)
    if fields := sent_fields(original):
        known = declared(Resource.PRODUCT, newest=True)
        values["custom_fields"] = {key: value for key, value in fields.items() if key in known or key in original.custom_fields}
    return values


def _wanted(variant: Variant, sku: str) -> WantedVariant:
    return replace(WantedVariant.of(variant), sku=sku, barcode=None, further_barcodes=[], external_id=None)


def _any_taken(skus: list[str]) -> bool:
    return bool(skus and claims(sku_key(sku) for sku in skus))
