"""A group of rows becomes an entry that may be written, or faults with their lines. Pure but for the store's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from functions.catalog.imports.from_shopify import from_shopify
from functions.catalog.imports.schemas import ImportedProduct
from functions.catalog.imports.source_rows import Fault, Group
from functions.shared.validation import faults_of, received

_COLUMNS = {
    "slug": "Handle",
    "title": "Title",
    "description": "Body (HTML)",
    "tags": "Tags",
    "brand": "Vendor",
    "category": "Type",
    "images": "Image Src",
    "options": "Option1 Value",
    "sku": "Variant SKU",
    "price": "Variant Price",
    "list_price": "Variant Compare At Price",
    "cost": "Cost per item",
    "barcode": "Variant Barcode",
    "image": "Variant Image",
    "weight_g": "Variant Grams",
    "stock": "Variant Inventory Qty",
}


@dataclass(frozen=True)
class Entry:
    """A product of the file. `adds_texts`: its texts are those of one language, the others stay. `handle` is a CSV's key."""

    lines: tuple[int, ...]
    product: ImportedProduct
    variant_lines: Sequence[int]
    adds_texts: bool = False
    handle: str | None = None


def check_rows(group: Group, *, currency: str, language: str) -> Entry | list[Fault]:
    if group.faults:
        return group.faults
    if group.document is not None:
        return _checked(group, group.document, [], handle=None)
    sheet = from_shopify(group.lines, group.rows, currency=currency, language=language)
    if sheet.faults:
        return sheet.faults
    return _checked(group, sheet.body, sheet.variant_lines, handle=group.rows[0]["Handle"].strip())


def _checked(group: Group, body: object, variant_lines: Sequence[int], *, handle: str | None) -> Entry | list[Fault]:
    try:
        product = received(body, ImportedProduct)
    except ValidationError as error:
        return [located(fault.pointer, fault.code, fault.detail, group.lines[0], variant_lines) for fault in faults_of(error)]
    return Entry(tuple(group.lines), product, variant_lines, adds_texts=handle is not None, handle=handle)


def located(pointer: str, code: str, detail: str, first_line: int, variant_lines: Sequence[int]) -> Fault:
    """The line and, in a CSV, the column that a JSON pointer means."""
    match pointer.split("/"):
        case ["", "variants", number, name, *_] if number.isdigit() and int(number) < len(variant_lines):
            return Fault(variant_lines[int(number)], _COLUMNS.get(name, pointer), code, detail)
        case ["", name, *_] if variant_lines:
            return Fault(first_line, _COLUMNS.get(name, pointer), code, detail)
        case _:
            return Fault(first_line, pointer, code, detail)
