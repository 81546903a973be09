"""The columns that product files have, old and new, and what a caller's own columns may mean. Pure.

Inside, a row has the names of Shopify's old CSV (cells.COLUMNS) and a few of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from functions.catalog.imports.files.cells import ALL_COLUMNS, BARCODES, MEASURE, OPTION_NAMES, OPTION_VALUES, SIZE
from functions.catalog.imports.files.safety_cells import SAFETY_FIELDS
from functions.catalog.model.option_values import folded

BRIEF = "Brief"
METADATA = "Metadata:"
OPTION = "Option:"
IGNORED = ""

FIELDS = {
    "handle": "Handle", "title": "Title", "description": "Body (HTML)", "brief": BRIEF, "brand": "Vendor", "category": "Type",
    "tags": "Tags", "published": "Published", "status": "Status", "sku": "Variant SKU", "price": "Variant Price",
    "list_price": "Variant Compare At Price", "cost": "Cost per item", "stock": "Variant Inventory Qty", "weight_g": "Variant Grams",
    "barcode": "Variant Barcode", "barcodes": BARCODES, "size_mm": SIZE, "measure": MEASURE,
    "image": "Image Src", "image_alt": "Image Alt Text", "variant_image": "Variant Image",
    "currency": "Currency", "seo_title": "SEO Title", "seo_description": "SEO Description", "ignore": IGNORED,
    **SAFETY_FIELDS,
    **{f"option{n}_name": OPTION_NAMES[n - 1] for n in (1, 2, 3)}, **{f"option{n}_value": OPTION_VALUES[n - 1] for n in (1, 2, 3)},
}  # fmt: skip
"""What a caller may map a column to, besides `option:<name>` and `metadata:<key>`."""

_NEW = {
    "URL handle": "Handle", "Description": "Body (HTML)", "Published on online store": "Published", "SKU": "Variant SKU",
    "Barcode": "Variant Barcode", "Price": "Variant Price", "Compare-at price": "Variant Compare At Price",
    "Inventory tracker": "Variant Inventory Tracker", "Inventory quantity": "Variant Inventory Qty",
    "Weight value (grams)": "Variant Grams", "Weight unit for display": "Variant Weight Unit",
    "Requires shipping": "Variant Requires Shipping", "Charge tax": "Variant Taxable", "Fulfillment service": "Variant Fulfillment Service",
    "Product image URL": "Image Src", "Variant image URL": "Variant Image",
    "Continue selling when out of stock": "Variant Inventory Policy",
}  # fmt: skip
_QUIET = (
    "Variant Inventory Tracker", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Requires Shipping",
    "Variant Taxable", "Variant Weight Unit", "Gift Card",
    "Option1 Linked To", "Option2 Linked To", "Option3 Linked To",
)  # fmt: skip
"""Shopify's own switches, which every export fills in and this shop does not have."""

_KNOWN = {folded(name): name for name in (*ALL_COLUMNS, BARCODES, SIZE, *_QUIET)} | {folded(name): column for name, column in _NEW.items()}
_METAFIELD = re.compile(
    r"^(?:.*\((?:product|variant)\.metafields\.(?P<new>[^)]+)\)|Metafield: (?P<old>[^\s\[]+).*|Meta: (?P<woo>.+))$", re.I
)
_KEPT = re.compile(r"^(?:Product Category|Google Shopping / .+|Variant Tax Code|Tax code)$", re.I)


def column_of(name: str, mapping: Mapping[str, str]) -> str | None:
    """What a column of the file is here: a known one, `Metadata:<key>`, `Option:<name>`, or nothing (None)."""
    if name in mapping:
        return target_of(mapping[name])
    if known := _KNOWN.get(folded(name)):
        return known
    if found := _METAFIELD.match(name):
        key = next(text for text in found.groups() if text)
        return f"{METADATA}{key.strip()}"[: len(METADATA) + 64]
    if _KEPT.match(name):
        key = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")
        return f"{METADATA}{key}"[: len(METADATA) + 64]
    return None


def target_of(field: str) -> str | None:
    """The column a caller's mapping names; None where there is no such field."""
    kind, colon, rest = field.partition(":")
    if colon and rest.strip() and kind in ("option", "metadata"):
        return (OPTION if kind == "option" else METADATA) + rest.strip()[:64]
    return FIELDS.get(field) if field in FIELDS else _KNOWN.get(folded(field))
