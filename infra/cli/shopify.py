"""Reads a product CSV as Shopify exports it: one row per variant, further rows of a handle may only add an image."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from infra.cli.catalogue import (
    BadRow,
    BrandEntry,
    Catalogue,
    CategoryEntry,
    ProductEntry,
    RowError,
    money,
    pieces,
)

Row = Mapping[str, str]
_TAG = re.compile(r"<[^>]*>")
_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRICE, _SKU = "Variant Price", "Variant SKU"


def map_shopify(lines: Iterable[str], currency: str = "CNY", language: str = "en") -> Catalogue:
    """The catalogue in the CSV; a bad row is in its `bad` list (row 1 is the header) and the rest is there.

    Raises RowError when the text is no such CSV at all.
    """
    reader = csv.DictReader(lines)
    missing = {"Handle", "Title", "Variant Price"} - set(reader.fieldnames or ())
    if missing:
        raise RowError(f"not a Shopify product CSV: no column {', '.join(sorted(missing))}")
    return _Mapper(currency, language).read(reader)


class _Mapper:
    def __init__(self, currency: str, language: str) -> None:
        self.currency = currency
        self.language = language
        self.out = Catalogue("shopify")
        self.skus: set[str] = set()

    def read(self, rows: Iterable[Row]) -> Catalogue:
        groups: dict[str, list[tuple[int, Row]]] = {}
        for number, row in enumerate(rows, 2):
            handle = _text(row, "Handle").lower()
            if _HANDLE.fullmatch(handle):
                groups.setdefault(handle, []).append((number, row))
            else:
                self._bad(number, f"{handle!r} is not a handle" if handle else "no Handle")
        for handle, members in groups.items():
            try:
                self.out.products.append(self._product(handle, members))
            except RowError as error:
                self._bad(members[0][0], f"{handle}: {error}")
        return self.out.without_strangers()

    def _product(self, handle: str, members: list[tuple[int, Row]]) -> ProductEntry:
        first_number, first = members[0]
        if not _text(first, "Title"):
            raise RowError("no Title in the first row of the product")
        names = [_text(first, f"Option{n} Name") for n in (1, 2, 3)]
        plain = _text(first, "Option1 Value") in {"", "Default Title"} and names[0] in {"", "Title"}
        names = [] if plain else [name for name in names if name]
        variants, stock = self._variants(handle, members, names)
        if not variants:
            raise RowError("no variant can be used")
        body: dict[str, Any] = {
            "external_id": f"shopify-{handle}",
            "slug": handle,
            "title": self._words(_text(first, "Title")),
            "tags": [tag.strip() for tag in _text(first, "Tags").split(",") if tag.strip()],
            "options": _options(names, variants),
            "images": self._images(members),
            "variants": variants,
        }
        if description := " ".join(unescape(_TAG.sub(" ", _text(first, "Body (HTML)"))).split()):
            body["description"] = self._words(description)
        published = _text(first, "Published").lower() != "false"
        category, brand = self._category(first_number, first), self._brand(first_number, first)
        return ProductEntry(first_number, body, category, brand, stock, published)

    def _variants(self, handle: str, members: list[tuple[int, Row]], names: list[str]) -> tuple[list[dict[str, Any]], dict[str, int]]:
        variants: list[dict[str, Any]] = []
        stock: dict[str, int] = {}
        for number, row in members:
            if not _text(row, _PRICE):
                if number == members[0][0] or not _text(row, "Image Src"):
                    self._bad(number, f"{handle}: no price")
                continue
            try:
                variant = self._variant(handle, len(variants) + 1, row, names)
                if any(variant["options"] == other["options"] for other in variants):
                    raise RowError("a variant with the same options exists")
                if variant["sku"] in self.skus:
                    raise RowError(f"the SKU {variant['sku']} is used twice")
                stock[variant["sku"]] = pieces(_text(row, "Variant Inventory Qty"))
            except RowError as error:
                self._bad(number, f"{handle}: {error}")
                continue
            self.skus.add(variant["sku"])
            variants.append(variant)
        return variants, stock

    def _variant(self, handle: str, position: int, row: Row, names: list[str]) -> dict[str, Any]:
        options = {name: _text(row, f"Option{n} Value") for n, name in enumerate(names, 1)}
        if not all(options.values()):
            raise RowError("an option has no value")
        sku = _text(row, _SKU) or f"{handle}-{position}"
        price = money(_text(row, _PRICE), self.currency)
        body: dict[str, Any] = {"sku": sku, "external_id": f"shopify-{sku}", "options": options, "price": price}
        before = _text(row, "Variant Compare At Price")
        if before and money(before, self.currency)["amount"] > price["amount"]:
            body["list_price"] = money(before, self.currency)
        if (grams := pieces(_text(row, "Variant Grams").split(".")[0])) > 0:
            body["weight_g"] = grams
        for name, column in (("barcode", "Variant Barcode"), ("image", "Variant Image")):
            if value := _text(row, column):
                body[name] = value
        return body

    def _category(self, number: int, row: Row) -> str:
        name = _text(row, "Type")
        external = f"shopify-type-{_slug(name)}" if name else ""
        if name and all(one.external_id != external for one in self.out.categories):
            self.out.categories.append(CategoryEntry(number, {"external_id": external, "name": self._words(name)}))
        return external

    def _brand(self, number: int, row: Row) -> str:
        name = _text(row, "Vendor")
        external = f"shopify-vendor-{_slug(name)}" if name else ""
        if name and all(one.external_id != external for one in self.out.brands):
            self.out.brands.append(BrandEntry(number, {"external_id": external, "name": self._words(name)}))
        return external

    def _words(self, text: str) -> dict[str, str]:
        # The store's default language may not be missing, so a foreign text stands in for it until it is translated.
        return {"zh": text} if self.language == "zh" else {"zh": text, self.language: text}

    def _images(self, members: list[tuple[int, Row]]) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for _, row in members:
            url, alt = _text(row, "Image Src"), _text(row, "Image Alt Text")
            if url:
                found.setdefault(url, {"url": url} | ({"alt": self._words(alt)} if alt else {}))
        return list(found.values())

    def _bad(self, row: int, reason: str) -> None:
        self.out.bad.append(BadRow("products", row, reason))


def _options(names: list[str], variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": name, "values": list(dict.fromkeys(one["options"][name] for one in variants))} for name in names]


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.lower()))


def _text(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()
