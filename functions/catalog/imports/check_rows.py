"""A group of rows becomes an entry that may be written, or faults with their lines. Pure but for the store's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from functions.catalog.imports.files.from_shopify import from_shopify
from functions.catalog.imports.files.from_woocommerce import from_woocommerce
from functions.catalog.imports.files.sheet import distinct
from functions.catalog.imports.files.source_rows import Group
from functions.catalog.imports.files.tables import Fault
from functions.catalog.imports.schemas import ImportedProduct
from functions.catalog.model.derived_sku import derived_sku
from functions.shared.http.validation import faults_of, received
from functions.shared.plain.deferred import dataclass

_COLUMNS = {
    "slug": "Handle",
    "title": "Title",
    "description": "Body (HTML)",
    "tags": "Tags",
    "brand": "Vendor",
    "category": "Type",
    "images": "Image Src",
    "safety": "Manufacturer Name",
    "options": "Option1 Value",
    "sku": "Variant SKU",
    "price": "Variant Price",
    "list_price": "Variant Compare At Price",
    "cost": "Cost per item",
    "barcode": "Variant Barcode",
    "barcodes": "Variant Barcodes",
    "image": "Variant Image",
    "weight_g": "Variant Grams",
    "size_mm": "Variant Size (mm)",
    "measure": "Variant Measure",
    "stock": "Variant Inventory Qty",
}


@dataclass(frozen=True)
class Entry:
    """A product of the file. `adds_texts`: its texts are those of one language, the others stay. `handle` is a CSV's key.

    `unnamed` are the variants (by number) whose SKU is none of the file's, `remarks` what is to be told of rows that are used, and
    `dropped` rows that are not used though the rest of the product is.
    """

    lines: tuple[int, ...]
    product: ImportedProduct
    variant_lines: Sequence[int]
    adds_texts: bool = False
    handle: str | None = None
    unnamed: frozenset[int] = frozenset()
    remarks: tuple[Fault, ...] = ()
    dropped: tuple[Fault, ...] = ()

    def own_sku(self, index: int) -> str:
        """The SKU that the variant's options make."""
        name = self.handle or self.product.slug or self.product.external_id or self.product.variants[index].sku
        return derived_sku(name, self.product.variants[index].options)


def check_rows(group: Group, *, currency: str, language: str) -> Entry | list[Fault]:
    if group.faults:
        return group.faults
    if group.document is not None:
        return _document(group, group.document)
    read = from_woocommerce if group.woocommerce else from_shopify
    given = {"currency": currency, "language": language, "mark": group.decimal_mark, "repeated": dict(group.repeated)}
    sheet = read(group.lines, group.rows, **given)  # type: ignore[arg-type]
    if sheet.body:
        sheet = distinct(sheet)
    if sheet.faults:
        return sheet.faults
    dropped = {fault.line for fault in sheet.dropped}
    handle = None if group.woocommerce else group.rows[0]["Handle"].strip()
    entry = _checked(group, sheet.body, sheet.variant_lines)
    if not isinstance(entry, Entry):
        return entry
    return replace(
        entry,
        lines=tuple(line for line in group.lines if line not in dropped),
        adds_texts=True,
        handle=handle,
        unnamed=sheet.unnamed,
        remarks=(*group.remarks, *sheet.remarks),
        dropped=tuple(sheet.dropped),
    )


def _document(group: Group, document: dict[str, Any]) -> Entry | list[Fault]:
    """A line of NDJSON. Variants without a SKU get one of their options."""
    name = str(document.get("slug") or document.get("external_id") or "")
    given = document.get("variants")
    variants = given if isinstance(given, list) else []
    unnamed = [n for n, v in enumerate(variants) if isinstance(v, dict) and v.get("sku") is None and isinstance(v.get("options", {}), dict)]
    if unnamed and name:
        named = [
            v | {"sku": derived_sku(name, {str(axis): str(value) for axis, value in v.get("options", {}).items()})} if n in unnamed else v
            for n, v in enumerate(variants)
        ]
        document = {**document, "variants": named}
    entry = _checked(group, document, [])
    return replace(entry, unnamed=frozenset(unnamed)) if isinstance(entry, Entry) else entry


def _checked(group: Group, body: object, variant_lines: Sequence[int]) -> Entry | list[Fault]:
    try:
        product = received(body, ImportedProduct)
    except ValidationError as error:
        return [located(fault.pointer, fault.code, fault.detail, group.lines[0], variant_lines) for fault in faults_of(error)]
    return Entry(tuple(group.lines), product, variant_lines)


def located(pointer: str, code: str, detail: str, first_line: int, variant_lines: Sequence[int]) -> Fault:
    """The line and, in a CSV, the column that a JSON pointer means."""
    match pointer.split("/"):
        case ["", "variants", number, name, *_] if number.isdigit() and int(number) < len(variant_lines):
            return Fault(variant_lines[int(number)], _COLUMNS.get(name, pointer), code, detail)
        case ["", name, *_] if variant_lines:
            return Fault(first_line, _COLUMNS.get(name, pointer), code, detail)
        case _:
            return Fault(first_line, pointer, code, detail)
