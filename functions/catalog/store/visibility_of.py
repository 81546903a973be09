"""Face: for whom a variant is."""

from __future__ import annotations

from functions.catalog.model.product import ProductFacts
from functions.catalog.model.visibility.visibility import Visibility
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.shared.plain.bodies import load
from functions.shared.store.records import find

_NOBODY = Visibility(groups=("",))


def visibility_of(variant_id: str) -> Visibility:
    """Also of what is not on sale. One GetItem; of what is not there: nobody."""
    record = find(VariantRecord, variant_pk(variant_id), VARIANT_SK)
    return load(ProductFacts, record.product).visibility if record else _NOBODY
