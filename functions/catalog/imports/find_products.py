"""Which product of the shop an entry of a file means: by external id, by slug, or by the handle it was imported with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.files.handles import external_ids_of
from functions.catalog.model.product import Variant
from functions.catalog.store.records import (
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
from functions.catalog.store.repository import claims
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many


@dataclass(frozen=True)
class Known:
    """What the shop has of the names in some entries."""

    owners: Mapping[str, str]
    records: Mapping[str, ProductRecord]
    product_of_variant: Mapping[str, str]

    def product(self, entry: Entry) -> ProductRecord | None:
        keys = _keys(entry)
        owner = next((self.owners[key] for key in keys if key in self.owners), None)
        if owner is None and not keys:
            owner = self._by_skus(entry)
        return self.records.get(owner) if owner else None

    def _by_skus(self, entry: Entry) -> str | None:
        """An entry that has no name of its own means the one product that has its SKUs."""
        owners = {owner for variant in entry.product.variants if (owner := self.sku_owner(variant.sku))}
        return owners.pop() if len(owners) == 1 else None

    def sku_owner(self, sku: str) -> str | None:
        """The product that has the SKU."""
        variant = self.owners.get(sku_key(sku))
        return self.product_of_variant.get(variant) if variant else None


def find_products(entries: Sequence[Entry]) -> Known:
    """Four reads for all entries together (one more per 100 names)."""
    own = [key for entry in entries for key in _keys(entry)]
    skus = [sku_key(variant.sku) for entry in entries for variant in entry.product.variants]
    owners = claims([*own, *skus]) if own or skus else {}
    products = {owners[key] for key in own if key in owners}
    variants = {owners[key] for key in skus if key in owners}
    found = find_many({VariantRecord: [(variant_pk(one), VARIANT_SK) for one in variants]}) if variants else {}
    of_variant = {r.pk.removeprefix("VAR#"): load(Variant, r.body).product_id for r in found.values() if isinstance(r, VariantRecord)}
    if any(not _keys(entry) for entry in entries):
        products |= set(of_variant.values())
    stored = find_many({ProductRecord: [(product_pk(one), PRODUCT_SK) for one in products]}) if products else {}
    records = {r.pk.removeprefix("PROD#"): r for r in stored.values() if isinstance(r, ProductRecord)}
    return Known(owners, records, of_variant)


def _keys(entry: Entry) -> list[str]:
    product, keys = entry.product, []
    if product.external_id:
        keys.append(external_key("PROD", product.external_id))
    if product.slug:
        keys.append(slug_key(product.slug))
    if entry.handle:
        keys += [external_key("PROD", external_id) for external_id in external_ids_of(entry.handle)]
    return list(dict.fromkeys(keys))
