"""Which variant of the shop each variant of a file means: the one with its options (ADR 0014). Pure.

A SKU decides only where no variant has these options. So a file may be sorted anew, lose rows, get rows in front and have no SKUs at
all, and every row still means what it meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.schemas import ImportedProduct, ImportedVariant
from functions.catalog.model.option_values import folded_options, in_spelling_of, spelled
from functions.catalog.model.product import Option, Variant
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault

Meaning = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Identified:
    """`product` in the shop's SKUs and spellings. `remarks` are of its variants: the shop kept another SKU than the file says."""

    product: ImportedProduct
    remarks: list[Fault]


def identified(entry: Entry, axes: Sequence[Option], variants: Sequence[Variant]) -> Identified:
    """`axes` and `variants` are those of the shop's product."""
    items = entry.product.variants
    meant = _by_options(items, variants)
    taken = {variant.id for variant in meant.values()}
    meant |= _by_sku(entry, meant, [v for v in variants if v.id not in taken])
    taken = {variant.id for variant in meant.values()}
    meant |= _by_extension(items, meant, [v for v in variants if v.id not in taken])
    skus = {variant.sku for variant in variants}
    named, remarks = [], []
    for index, item in enumerate(items):
        old = meant.get(index)
        sku = old.sku if old else item.sku
        if old is None and item.sku in skus:
            sku = entry.own_sku(index)
        if sku != item.sku and index not in entry.unnamed:
            detail = f"The shop's SKU of these options is {sku}; it stays, {item.sku} is not taken over."
            remarks.append(Fault(f"/variants/{index}/sku", "sku_kept", detail))
        named.append(item.model_copy(update={"sku": sku, "options": in_spelling_of(axes, item.options)}))
    return Identified(entry.product.model_copy(update={"variants": named, **_options(entry.product, axes)}), remarks)


def _meaning(options: Mapping[str, str]) -> Meaning:
    return frozenset(folded_options(options).items())


def _by_options(items: Sequence[ImportedVariant], variants: Sequence[Variant]) -> dict[int, Variant]:
    known: dict[Meaning, Variant] = {}
    exact = {tuple(sorted(variant.options.items())): variant for variant in variants}
    for variant in variants:
        known.setdefault(_meaning(variant.options), variant)
    found: dict[int, Variant] = {}
    for index, item in enumerate(items):
        variant_or_none = exact.get(tuple(sorted(item.options.items()))) or known.get(_meaning(item.options))
        if variant_or_none is not None and all(variant_or_none.id != other.id for other in found.values()):
            found[index] = variant_or_none
    return found


def _by_sku(entry: Entry, meant: Mapping[int, Variant], variants: Sequence[Variant]) -> dict[int, Variant]:
    known = {variant.sku: variant for variant in variants}
    open_items = [(i, item) for i, item in enumerate(entry.product.variants) if i not in meant and i not in entry.unnamed]
    return {index: known[item.sku] for index, item in open_items if item.sku in known}


def _by_extension(items: Sequence[ImportedVariant], meant: Mapping[int, Variant], variants: Sequence[Variant]) -> dict[int, Variant]:
    """A file with a further axis: S is the only row of S, so it is S in the colour it has there. Where two rows were S, nobody can tell."""
    pairs = [
        (index, variant)
        for index, item in enumerate(items)
        if index not in meant
        for variant in variants
        if variant.options and _meaning(variant.options) < _meaning(item.options)
    ]
    rows, shops = Counter(index for index, _ in pairs), Counter(variant.id for _, variant in pairs)
    return {index: variant for index, variant in pairs if rows[index] == shops[variant.id] == 1}


def _options(product: ImportedProduct, axes: Sequence[Option]) -> dict[str, object]:
    """The file's axes in the shop's spelling."""
    if "options" not in product.model_fields_set:
        return {}
    known = {axis.name: axis.values for axis in axes}
    respelled = []
    for option in product.options:
        name = spelled(option.name, known)
        values = list(dict.fromkeys(spelled(value, known.get(name, ())) for value in option.values))
        update: dict[str, object] = {"name": name, "values": values}
        if option.labels is not None:
            update["labels"] = {spelled(value, known.get(name, ())): texts for value, texts in option.labels.items()}
        respelled.append(option.model_copy(update=update))
    return {"options": respelled}
