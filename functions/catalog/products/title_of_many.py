"""What products and variants are called, many at once, for pages that name them by their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from functions.catalog.model.product import PLATFORM
from functions.catalog.store.records import PRODUCT_SK, VARIANT_SK, ProductRecord, VariantRecord, product_pk, variant_pk
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many


@dataclass(frozen=True)
class Titled:
    """`sku` and `product_id`: of a variant, whose title is its product's."""

    id: str
    title: dict[str, str]
    merchant_id: str
    sku: str | None = None
    product_id: str | None = None


def titles_of(wanted: Iterable[str]) -> list[Titled]:
    """In the order of the ids; who is gone is left out. One BatchGetItem per 100."""
    keys = [_key(one) for one in dict.fromkeys(wanted)]
    found = find_many({kind: [key for of, key in keys if of is kind] for kind in (ProductRecord, VariantRecord)})
    return [_titled(record) for kind, key in keys if (record := found.get((kind, *key)))]


def _key(one: str) -> tuple[type[ProductRecord | VariantRecord], tuple[str, str]]:
    return (VariantRecord, (variant_pk(one), VARIANT_SK)) if ids.is_id("var", one) else (ProductRecord, (product_pk(one), PRODUCT_SK))


def _titled(record: Any) -> Titled:
    own = json.loads(record.body or "{}")
    of = json.loads(record.product) if isinstance(record, VariantRecord) else own
    return Titled(own["id"], of.get("title", {}), of.get("merchant_id", PLATFORM), own.get("sku"), own.get("product_id"))
