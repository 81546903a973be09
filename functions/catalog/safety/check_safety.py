"""What a product lacks in the markets of the shop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.catalog.model.product import Product, Variant
from functions.catalog.model.safety import missing_for_safety
from functions.catalog.model.safety_law import asking
from functions.catalog.store.markets import markets
from functions.shared.plain.errors import Fault
from functions.shared.plain.settings import settings


def asking_countries() -> frozenset[str]:
    """As the markets are this moment: one request."""
    return asking(markets()[0], settings().default_country)


def safety_gaps(product: Product, variants: Iterable[Variant], countries: Iterable[str]) -> list[Fault]:
    return missing_for_safety(product.safety, [variant.barcodes for variant in variants], countries)


def new_gaps(before: Product, after: Product, touched: Sequence[Variant], countries: Iterable[str]) -> list[Fault]:
    """What an edit takes away that was there. What a product lacked already does not keep it from being edited. `touched`: its variants
    that are new or change, of which the product's own hundred need not be some."""
    asked = sorted(countries)
    old = {(fault.pointer, fault.code) for fault in safety_gaps(before, before.variants, asked)}
    return [fault for fault in safety_gaps(after, [*after.variants, *touched], asked) if (fault.pointer, fault.code) not in old]
