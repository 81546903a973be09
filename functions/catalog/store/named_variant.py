"""Face: the variant that somebody names by its id or its SKU, and for whom it is."""

from __future__ import annotations

from functions.catalog.model.product import ProductFacts, Variant
from functions.catalog.model.visibility.visibility import Visibility
from functions.catalog.store.records import VARIANT_SK, ClaimRecord, VariantRecord, sku_key, variant_pk
from functions.catalog.store.repository import variant_record
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find

_NOBODY = Visibility(groups=("",))


@dataclass(frozen=True)
class NamedVariant:
    id: str
    product_id: str
    sku: str


def named_variant(reference: str) -> NamedVariant:
    """One request by id, one more by SKU. Raises NotFound."""
    variant = load(Variant, variant_record(variant_id_of(reference)).body)
    return NamedVariant(variant.id, variant.product_id, variant.sku)


def visibility_of(variant_id: str) -> Visibility:
    """For whom it is, also of what is not on sale; of what is not there: nobody. One GetItem."""
    record = find(VariantRecord, variant_pk(variant_id), VARIANT_SK)
    return load(ProductFacts, record.product).visibility if record else _NOBODY


def variant_id_of(reference: str) -> str:
    """No request for an id, whether or not there is such a variant. Raises NotFound for a SKU that nobody has."""
    if ids.is_id("var", reference):
        return reference
    owner = find(ClaimRecord, sku_key(reference), sku_key(reference))
    if owner is None:
        raise NotFound("There is no such variant.")
    return owner.owner
