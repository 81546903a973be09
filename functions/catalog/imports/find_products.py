"""Which product of the shop an entry of a file means: by external id, by slug, or by the handle it was imported with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.from_shopify import external_id_of
from functions.catalog.product import Variant
from functions.catalog.records import (
    PRODUCT_SK,
    VARIANT_SK,
    ProductRecord,
    VariantRecord,
    external_key,
    product_pk,
    sku_key,
    slug_key,
    variant_pk,
)
from functions.catalog.repository import claims
from functions.shared.records import find_many, load


@dataclass(frozen=True)
class Known:
    """What the shop has of the names in some entries."""

    owners: Mapping[str, str]
    records: Mapping[str, ProductRecord]
    product_of_variant: Mapping[str, str]

    def product(self, entry: Entry) -> ProductRecord | None:
        owner = next((self.owners[key] for key in _keys(entry) if key in self.owners), None)
        return self.records.get(owner) if owner else None

    def sku_owner(self, sku: str) -> str | None:
        """The product that has the SKU."""
        variant = self.owners.get(sku_key(sku))
        return self.product_of_variant.get(variant) if variant else None


def find_products(entries: Sequence[Entry]) -> Known:
    """Three reads for all entries together (one more per 100 names)."""
    own = [key for entry in entries for key in _keys(entry)]
    skus = [sku_key(variant.sku) for entry in entries for variant in entry.product.variants]
    owners = claims([*own, *skus]) if own or skus else {}
    products = {owners[key] for key in own if key in owners}
    variants = {owners[key] for key in skus if key in owners}
    wanted = {
        ProductRecord: [(product_pk(product_id), PRODUCT_SK) for product_id in products],
        VariantRecord: [(variant_pk(variant_id), VARIANT_SK) for variant_id in variants],
    }
    found = find_many(wanted) if products or variants else {}  # type: ignore[arg-type]
    records = {r.pk.removeprefix("PROD#"): r for r in found.values() if isinstance(r, ProductRecord)}
    of_variant = {r.pk.removeprefix("VAR#"): load(Variant, r.body).product_id for r in found.values() if isinstance(r, VariantRecord)}
    return Known(owners, records, of_variant)


def _keys(entry: Entry) -> list[str]:
    product, keys = entry.product, []
    if product.external_id:
        keys.append(external_key("PROD", product.external_id))
    if product.slug:
        keys.append(slug_key(product.slug))
    if entry.handle:
        keys.append(external_key("PROD", external_id_of(entry.handle)))
    return keys
