"""Face: which of the things that somebody names by id are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from functions.catalog.store.paths_of_categories import category_paths
from functions.catalog.store.records import (
    BRAND_SK,
    PRODUCT_SK,
    VARIANT_SK,
    BrandRecord,
    ProductRecord,
    VariantRecord,
    brand_pk,
    product_pk,
    variant_pk,
)
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record, find_many
from functions.stock import warehouse_key


@dataclass(frozen=True)
class Named:
    kind: Literal["product", "variant", "brand", "category", "warehouse"]
    ids: frozenset[str]


def missing_of(named: Mapping[str, Named]) -> dict[str, frozenset[str]]:
    """Of each group, the ids that nothing has. One BatchGetItem per 100 ids, one Query if categories are among them."""
    keys: dict[type[Record], list[tuple[str, str]]] = {}
    for group in named.values():
        for one in group.ids:
            model, pair = _key(group.kind, one)
            if model is not None:
                keys.setdefault(model, []).append(pair)
    found = find_many(keys) if keys else {}
    categories = category_paths() if any(group.kind == "category" and group.ids for group in named.values()) else {}

    def there(kind: str, one: str) -> bool:
        model, pair = _key(kind, one)
        return (model, *pair) in found if model is not None else one in categories

    return {name: frozenset(one for one in group.ids if not there(group.kind, one)) for name, group in named.items()}


def _key(kind: str, one: str) -> tuple[type[Record] | None, tuple[str, str]]:
    if kind == "product":
        return ProductRecord, (product_pk(one), PRODUCT_SK)
    if kind == "variant":
        return VariantRecord, (variant_pk(one), VARIANT_SK)
    if kind == "warehouse":
        return warehouse_key(one)
    return (BrandRecord, (brand_pk(one), BRAND_SK)) if kind == "brand" else (None, ("", ""))
