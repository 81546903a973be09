"""How one tells a product export of WooCommerce, and its columns by number. Pure.

Format: https://woocommerce.com/document/product-csv-importer-exporter/ (columns of the built-in exporter, English headers).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from functions.catalog.imports.files.safety_cells import SAFETY_COLUMNS

NEEDED = ("Type", "Name", "Regular price")
MAX_ATTRIBUTES = 20


def is_woocommerce(names: Sequence[str]) -> bool:
    return all(name in names for name in NEEDED)


def attribute_columns(number: int) -> tuple[str, str]:
    return f"Attribute {number} name", f"Attribute {number} value(s)"


_UNITS = {"m": Decimal(1000), "cm": Decimal(10), "mm": Decimal(1), "in": Decimal("25.4"), "yd": Decimal("914.4")}
SIZES = {unit: (f"Length ({unit})", f"Width ({unit})", f"Height ({unit})") for unit in _UNITS}
"""By the unit that the shop there is set to."""


def millimetres(unit: str) -> Decimal:
    return _UNITS[unit]


_USED = {
    "ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Short description", "Description", "Stock", "Sale price",
    "Regular price", "Date sale price starts", "Date sale price ends", "Weight (kg)", "Weight (g)", "Weight (lbs)", "Weight (oz)",
    *(column for columns in SIZES.values() for column in columns), "Categories", "Tags", "Brands", "Images", "Parent",
}  # fmt: skip
_QUIET = {
    "Is featured?", "Visibility in catalog", "Tax status", "In stock?", "Low stock amount", "Backorders allowed?", "Sold individually?",
    "Allow customer reviews?", "Position", "Download limit", "Download expiry days",
}  # fmt: skip
"""WooCommerce's own switches, which every export fills in and this shop does not have."""


def is_used(name: str) -> bool:
    """Whether something becomes of the column, or nobody misses it."""
    return name in _USED or name in SAFETY_COLUMNS or name in _QUIET or name.startswith(("Attribute ", "Meta: "))
