"""What a product lacks in the markets of the shop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.catalog.model.product import Product, Variant
from functions.catalog.model.safety import missing_for_safety
from functions.catalog.model.safety_law import asking
from functions.catalog.store.markets import markets
from functions.catalog.store.repository import variants_of
from functions.shared.plain.errors import Fault
from functions.shared.plain.settings import settings


def asking_countries() -> frozenset[str]:
    """As the markets are this moment: one request."""
    return asking(markets()[0], settings().default_country)


def safety_gaps(product: Product, variants: Iterable[Variant], countries: Iterable[str]) -> list[Fault]:
    return missing_for_safety(product.safety, [variant.barcodes for variant in variants], countries)


def new_gaps(before: Product, after: Product, touched: Sequence[Variant], countries: Iterable[str]) -> list[Fault]:
    """What an edit takes away that was there, by each country for itself. What a product lacked already in one does not keep it from being
    edited. `touched`: its variants that are new or change. One request more for a product of more than 100 variants whose barcodes alone
    identify it."""
    asked = sorted(countries)
    if not asked:
        return []
    held = before.variants if after.safety and after.safety.identifier else variants_of(before)
    changed = {variant.id: variant for variant in touched}
    known = {variant.id for variant in held}
    now = [*(changed.get(one.id, one) for one in held), *(one for one in touched if one.id not in known)]
    found: dict[tuple[str, str], Fault] = {}
    for country in asked:
        old = {(fault.pointer, fault.code) for fault in safety_gaps(before, held, [country])}
        new = {(fault.pointer, fault.code): fault for fault in safety_gaps(after, now, [country])}
        found |= {key: fault for key, fault in new.items() if key not in old}
    return list(found.values())
