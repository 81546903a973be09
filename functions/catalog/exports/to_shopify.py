"""One product in the shape of our admin API as rows of a Shopify product CSV. Pure.

What Shopify's columns cannot say (further languages, a fourth option, a tag with a comma …) goes into two JSON columns of ours. They
are found by reading the plain columns back: whatever does not come back as it was is written there, so nothing is ever lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.catalog.imports.files.cells import (
    CURRENCY,
    FURTHER,
    FURTHER_OF_VARIANT,
    MEASURE,
    OPTION_NAMES,
    OPTION_VALUES,
    PLAIN_OPTION,
    TYPE_SEPARATOR,
    further,
)
from functions.catalog.imports.files.from_shopify import from_shopify
from functions.catalog.imports.files.safety_cells import safety_cells
from functions.catalog.imports.files.sheet import Body
from functions.catalog.imports.files.tables import Cells
from functions.shared.plain.money import Money, to_decimal

_CONSTANT = {
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Policy": "deny",
    "Variant Fulfillment Service": "manual",
    "Variant Requires Shipping": "true",
    "Variant Taxable": "true",
    "Variant Weight Unit": "g",
}


def to_shopify(body: Body, *, language: str) -> list[Cells]:
    """The cells that are not empty, row by row. `from_shopify` gives `body` back, `with_defaults` filled in."""
    variants, images = body.get("variants", []), body.get("images", [])
    rows: list[Cells] = [{"Handle": body["slug"]} for _ in range(max(len(variants), len(images), 1))]
    currency = variants[0]["price"]["currency"] if variants else None
    rows[0] |= _product(body, currency, language)
    for row, variant in zip(rows, variants, strict=False):
        row |= _variant(variant, body.get("options", []))
    for position, (row, image) in enumerate(zip(rows, images, strict=False), 1):
        row |= _filled({"Image Src": image["url"], "Image Position": str(position), "Image Alt Text": _in(image.get("alt"), language)})
    told = from_shopify(range(len(rows)), rows, currency=currency or "CNY", language=language).body
    plain_variants = told.pop("variants")
    if rest := further(told, {name: value for name, value in body.items() if name != "variants"}):
        rows[0][FURTHER] = _json(rest)
    for row, plain, variant in zip(rows, plain_variants, variants, strict=False):
        if rest := further(plain, with_defaults(variant)):
            row[FURTHER_OF_VARIANT] = _json(rest)
    return rows


def with_defaults(variant: Body) -> Body:
    """A variant of a CSV always says all of this, if only that it has none."""
    return {"options": {}, "list_price": None, "weight_g": 0, "barcode": None, "image": None} | variant


def _product(body: Body, currency: str | None, language: str) -> Cells:
    published = body.get("published", False)
    cells = {
        "Title": _in(body.get("title"), language),
        "Body (HTML)": _in(body.get("description"), language),
        "Vendor": _in(body.get("brand", {}).get("name"), language),
        "Type": TYPE_SEPARATOR.join(_in(part["name"], language) for part in body.get("category", [])),
        "Tags": ", ".join(body.get("tags", [])),
        "Published": "true" if published else "false",
        "Status": "active" if published else "draft",
        "Gift Card": "false",
        "SEO Title": _in(body.get("seo", {}).get("title"), language),
        "SEO Description": _in(body.get("seo", {}).get("description"), language),
        CURRENCY: currency or "",
    } | safety_cells(body.get("safety", {}), language)
    options = body.get("options", [])
    cells |= {column: option["name"] for column, option in zip(OPTION_NAMES, options, strict=False)}
    if not options and body.get("variants"):
        cells[OPTION_NAMES[0]] = PLAIN_OPTION[0]
    return _filled(cells)


def _variant(variant: Body, options: list[Body]) -> Cells:
    cells = {
        "Variant SKU": variant["sku"],
        "Variant Grams": str(variant.get("weight_g", 0)),
        "Variant Inventory Qty": str(variant.get("stock", "")),
        "Variant Price": _amount(variant["price"]),
        "Variant Compare At Price": _amount(variant["list_price"]) if variant.get("list_price") else "",
        "Cost per item": _amount(variant["cost"]) if _same_currency(variant) else "",
        "Variant Barcode": variant.get("barcode") or "",
        "Variant Image": variant.get("image") or "",
        MEASURE: "{quantity} {unit}".format(**variant["measure"]) if variant.get("measure") else "",
    }
    chosen = variant.get("options", {})
    cells |= {column: chosen.get(option["name"], "") for column, option in zip(OPTION_VALUES, options, strict=False)}
    if not options:
        cells[OPTION_VALUES[0]] = PLAIN_OPTION[1]
    return _CONSTANT | _filled(cells)


def _same_currency(variant: Body) -> bool:
    return bool(variant.get("cost")) and variant["cost"]["currency"] == variant["price"]["currency"]


def _amount(price: Mapping[str, Any]) -> str:
    return str(to_decimal(Money(price["amount"], price["currency"])))


def _in(texts: Mapping[str, str] | None, language: str) -> str:
    return (texts or {}).get(language) or next(iter((texts or {}).values()), "")


def _filled(cells: Mapping[str, str]) -> Cells:
    return {name: text for name, text in cells.items() if text}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
