"""The cells of a Shopify product CSV: its columns. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from functions.catalog.imports.files.safety_cells import SAFETY_COLUMNS

COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable",
    "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
    "Variant Image", "Variant Weight Unit", "Cost per item", "Status",
)  # fmt: skip
CURRENCY = "Currency"
MEASURE = "Variant Measure"
"""What one piece holds: `500 g`, `0.75 l`."""
FURTHER = "Metafield: shop.product [json]"
FURTHER_OF_VARIANT = "Variant Metafield: shop.variant [json]"
ALL_COLUMNS = (*COLUMNS, CURRENCY, *SAFETY_COLUMNS, MEASURE, FURTHER, FURTHER_OF_VARIANT)
"""Shopify's own columns; ours behind them are ignored there and carry what those cannot say."""

BARCODES = "Variant Barcodes"
"""A further column of ours that an import takes: all that are printed on a variant, ten at most, with spaces between them. Shopify's own
holds one, the first."""

SIZE = "Variant Size (mm)"
"""Another one: length, width and height of one piece as packed, `300 x 200 x 100`."""

OPTION_NAMES = ("Option1 Name", "Option2 Name", "Option3 Name")
OPTION_VALUES = ("Option1 Value", "Option2 Value", "Option3 Value")
PLAIN_OPTION = ("Title", "Default Title")
"""What Shopify writes for a product without options."""
TYPE_SEPARATOR = " > "


def further(told: dict[str, Any], meant: dict[str, Any]) -> dict[str, Any]:
    """What the plain columns (`told`) cannot say of what is meant: per field the meaning, and a mark of the plain value it belongs to."""
    names = [name for name in sorted({*told, *meant}) if told.get(name) != meant.get(name)]
    return {name: {"for": mark(told.get(name)), "is": meant.get(name)} for name in names}


def with_further(told: dict[str, Any], cell: Any) -> dict[str, Any]:
    """The meaning back. A field whose plain column was edited since means what the column says: its mark no longer fits."""
    meant = dict(told)
    for name, entry in cell.items() if isinstance(cell, dict) else ():
        if isinstance(entry, dict) and entry.get("for") == mark(told.get(name)):
            meant[name] = entry.get("is")
    return {name: value for name, value in meant.items() if value is not None}


def mark(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
