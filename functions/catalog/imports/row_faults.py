"""What is wrong with an entry, said of the line it stands on. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.imports.check_rows import Entry, located
from functions.catalog.imports.find_products import Known
from functions.catalog.model.option_values import folded_options
from functions.catalog.model.product import combination
from functions.catalog.store.records import ProductRecord
from functions.platform import RowError
from functions.shared.plain.errors import Fault, Invalid, ShopError


def sku_faults(entry: Entry, known: Known, record: ProductRecord | None) -> list[Fault]:
    """SKUs that another product of the shop has."""
    own = record.pk.removeprefix("PROD#") if record else None
    faults = []
    for index, variant in enumerate(entry.product.variants):
        owner = known.sku_owner(variant.sku)
        if owner is not None and owner != own:
            faults.append(Fault(f"/variants/{index}/sku", "sku_taken", f"The product {owner} has the SKU {variant.sku}."))
    return faults


def combinations_fault(entry: Entry) -> list[Fault]:
    """Variants of the entry with the same options, and prices in several currencies."""
    seen: dict[str, int] = {}
    faults = []
    for index, variant in enumerate(entry.product.variants):
        first = seen.setdefault(combination(folded_options(variant.options)), index)
        if first != index:
            detail = f"Variant {entry.product.variants[first].sku} has the same options."
            faults.append(Fault(f"/variants/{index}/options", "duplicate_option_combination", detail))
    if len({variant.price.currency for variant in entry.product.variants}) > 1:
        faults.append(Fault("/variants/0/price", "mixed_currencies", "All prices of a product are in one currency."))
    return faults


def fault_of(error: ShopError, entry: Entry) -> list[RowError]:
    faults = error.faults if isinstance(error, Invalid) else []
    if not faults:
        skus = [variant.sku for variant in entry.product.variants]
        if (sku := error.extra.get("sku")) in skus:
            return remarks_of([Fault(f"/variants/{skus.index(sku)}/options", error.code, error.detail)], entry)
        return [RowError(entry.lines[0], "", error.code, error.detail or error.title)]
    return remarks_of(faults, entry)


def remarks_of(faults: Sequence[Fault], entry: Entry) -> list[RowError]:
    """On the lines that the pointers mean."""
    places = [located(fault.pointer, fault.code, fault.detail, entry.lines[0], entry.variant_lines) for fault in faults]
    return [RowError(place.line, place.field, place.code, place.detail) for place in places]
