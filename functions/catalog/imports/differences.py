"""What an entry of a file changes on a product of the shop. Pure; empty when the shop already says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.wanted_variants import wanted_variant
from functions.catalog.model.attribute import AttributeDefinition, as_sent, same_sent
from functions.catalog.model.option_texts import WantedOption, options_as_wanted
from functions.catalog.model.product import Image, LocalizedText, Option, Product, Seo, Variant
from functions.catalog.model.safety import ProductSafety
from functions.catalog.model.scheduled_price import with_planned
from functions.catalog.model.shown_fields import sent_fields, sent_of_variant
from functions.catalog.model.variant_plan import KEEP, WantedVariant
from functions.shared.plain.limits import MAX_METADATA_KEYS

_TEXTS = ("title", "brief", "description")


def changed_values(
    product: Product, entry: Entry, links: Mapping[str, str | None], *, declared: Sequence[AttributeDefinition]
) -> dict[str, Any]:
    """The product's fields that differ. `links` are the ids of brand and category the entry names, which then has `declared` attributes."""
    wanted = entry.product.product_values() | dict(links)
    if entry.handle is not None:
        # The handle found the product; a product whose slug was changed here since keeps its new one.
        wanted.pop("slug", None)
    if entry.adds_texts:
        wanted = _with_other_languages(product, wanted)
        if "metadata" in wanted:
            wanted["metadata"] = dict(list((product.metadata | wanted["metadata"]).items())[:MAX_METADATA_KEYS])
    if "options" in wanted:
        wanted["options"] = _options(product.options, wanted["options"])
    if "attributes" in wanted and same_sent(as_sent(declared, product.attributes), wanted["attributes"]):
        del wanted["attributes"]
    if "custom_fields" in wanted and sent_fields(product) == {key: one for key, one in wanted["custom_fields"].items() if one is not None}:
        del wanted["custom_fields"]
    return {name: value for name, value in wanted.items() if name == "custom_fields" or getattr(product, name) != value}


def changed_variants(variants: Sequence[Variant], entry: Entry, *, at: str) -> list[WantedVariant]:
    """Those of the entry's variants that are new or differ from what is in force `at` that moment.

    Fields the file does not name stay as they are.
    """
    known = {variant.sku: variant.as_of(at) for variant in variants}
    pairs = ((known.get(item.sku), item) for item in entry.product.variants)
    wanted = ((old, wanted_variant(item, old, at=at)) for old, item in pairs)
    return [new for old, new in wanted if old is None or _differs(old, new, at)]


def _differs(old: Variant, new: WantedVariant, at: str) -> bool:
    if new.custom_fields is not KEEP and dict(new.custom_fields) != sent_of_variant(old):
        return True
    return replace(old, **new.given()) != old or (new.planned is not KEEP and with_planned(old, new.planned, at) != old)


def _with_other_languages(product: Product, wanted: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(wanted)
    for name in _TEXTS:
        if name in merged:
            merged[name] = getattr(product, name) | merged[name]
    if "seo" in merged:
        seo: Seo = merged["seo"]
        merged["seo"] = Seo(product.seo.title | seo.title, product.seo.description | seo.description, product.seo.keywords | seo.keywords)
    if merged.get("safety") and product.safety:
        told: ProductSafety = merged["safety"]
        merged["safety"] = told.over(product.safety)
    if "images" in merged:
        alts = {image.url: image.alt for image in product.images}
        merged["images"] = [Image(image.url, alts.get(image.url, {}) | image.alt) for image in merged["images"]]
    return merged


def _options(there: Sequence[Option], wanted: Sequence[WantedOption]) -> list[Option]:
    """A file that names only some variants must not take the values of the others away: those stay, behind the named ones."""
    known = {option.name: option.values for option in there}
    texts = {option.name: option.labels for option in there}
    merged = []
    for option in wanted:
        old = known.get(option.name, [])
        missing = [value for value in old if value not in option.values]
        values = old + [v for v in option.values if v not in old] if missing else option.values
        labels = _with_others(option.labels, texts.get(option.name, {}), missing)
        merged.append(replace(option, values=values, labels=labels))
    return options_as_wanted(there, merged)


def _with_others(
    labels: dict[str, LocalizedText] | None, there: Mapping[str, LocalizedText], missing: Sequence[str]
) -> dict[str, LocalizedText] | None:
    """The file says what its values are called; those of the others stay."""
    return None if labels is None else labels | {value: there[value] for value in missing if value in there}
