"""Rows of a Shopify product CSV as one product in the shape of our admin API. Pure.

An empty cell of the product leaves what the shop has; an empty cell of a variant (barcode, compare-at price …) clears it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.imports.files.cells import (
    BARCODES,
    CURRENCY,
    FURTHER,
    FURTHER_OF_VARIANT,
    MEASURE,
    OPTION_NAMES,
    OPTION_VALUES,
    PLAIN_OPTION,
    SIZE,
    TYPE_SEPARATOR,
    with_further,
)
from functions.catalog.imports.files.columns import BRIEF, METADATA
from functions.catalog.imports.files.handles import external_id_of, is_slug, slug_of_handle
from functions.catalog.imports.files.safety_cells import read_safety
from functions.catalog.imports.files.sheet import Body, CellReader, Sheet
from functions.catalog.imports.files.tables import Cells, Fault
from functions.shared.plain.amounts import DecimalMark
from functions.shared.plain.money import CURRENCIES

_OF_A_VARIANT = ("Variant Price", "Variant SKU", *OPTION_VALUES)
_NOT_ON_SALE = ("false", "no", "0", "-1", "n", "falsch", "nein", "否")


def from_shopify(
    lines: Sequence[int],
    rows: Sequence[Cells],
    *,
    currency: str,
    language: str,
    mark: DecimalMark | None = None,
    repeated: Mapping[int, int] | None = None,
) -> Sheet:
    """`currency` is that of rows without a Currency cell, `language` that of all texts; `repeated` tells the first line of a SKU."""
    return _Reader(list(zip(lines, rows, strict=True)), currency, language, mark, repeated or {}).sheet()


class _Reader:
    def __init__(
        self, rows: list[tuple[int, Cells]], currency: str, language: str, mark: DecimalMark | None, repeated: Mapping[int, int]
    ) -> None:
        self.rows = rows
        self.language = language
        self.first_line, self.first = rows[0]
        self.handle = self.first.get("Handle", "").strip()
        self.cells = CellReader(self.handle, self.first.get(CURRENCY, currency).strip(), mark, repeated)

    def sheet(self) -> Sheet:
        if self.cells.currency not in CURRENCIES:
            detail = f"{self.cells.currency!r} is no ISO 4217 currency."
            return Sheet({}, [], [Fault(self.first_line, CURRENCY, "unknown_currency", detail)])
        names = self._option_names()
        found = [(line, row) for line, row in self.rows if any(name in row for name in _OF_A_VARIANT)]
        variants = [self._variant(line, row, index, names) for index, (line, row) in enumerate(found)]
        body = self._product(names)
        meant = with_further(body, self._json(self.first_line, self.first, FURTHER))
        meant["variants"] = [
            with_further(v, self._json(line, row, FURTHER_OF_VARIANT)) for v, (line, row) in zip(variants, found, strict=True)
        ]
        return self.cells.sheet(meant, [line for line, _ in found])

    def _product(self, names: list[str]) -> Body:
        first = self.first
        body = self._identity()
        for column, name in (("Title", "title"), ("Body (HTML)", "description"), (BRIEF, "brief")):
            if column in first:
                body[name] = {self.language: first[column]}
        if "Vendor" in first:
            body["brand"] = {"name": {self.language: first["Vendor"]}}
        if "Type" in first:
            body["category"] = [{"name": {self.language: part.strip()}} for part in first["Type"].split(TYPE_SEPARATOR) if part.strip()]
        if tags := list(dict.fromkeys(tag.strip() for tag in first.get("Tags", "").split(",") if tag.strip())):
            body["tags"] = tags
        seo = {name: {self.language: first[f"SEO {name.title()}"]} for name in ("title", "description") if f"SEO {name.title()}" in first}
        if seo:
            body["seo"] = seo
        if names:
            body["options"] = [{"name": name, "values": self.cells.spellings.get(name, [])} for name in names]
        if safety := read_safety(first, self.language):
            body["safety"] = safety
        if images := self._images():
            body["images"] = images
        if metadata := self._metadata():
            body["metadata"] = metadata
        if "Published" in first or "Status" in first:
            listed, active = first.get("Published", "true").strip().lower(), first.get("Status", "active").strip().lower()
            body["published"] = listed not in _NOT_ON_SALE and active == "active"
        return body

    def _identity(self) -> Body:
        if not is_slug(self.handle):
            return {"external_id": external_id_of(self.handle)}
        slug = slug_of_handle(self.handle)
        if slug != self.handle:
            self.cells.remark(self.first_line, "Handle", "handle_shortened", f"The handle is too long; here it is {slug}.")
        return {"slug": slug}

    def _metadata(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, text in self.first.items():
            if column.startswith(METADATA):
                found |= self.cells.metadata(self.first_line, column.removeprefix(METADATA), column.removeprefix(METADATA), text)
        told = set[str]()
        for line, row in self.rows[1:]:
            for column in row.keys() - told:
                if column.startswith(METADATA) and row[column] != self.first.get(column):
                    told.add(column)
                    detail = "Such a value is kept for the product, from its first row, not for single variants."
                    self.cells.remark(line, column.removeprefix(METADATA), "column_ignored", detail)
        return found

    def _option_names(self) -> list[str]:
        names = [self.first.get(column, "").strip() for column in OPTION_NAMES]
        values = {row.get(OPTION_VALUES[0], PLAIN_OPTION[1]).strip() for _, row in self.rows}
        if names == [PLAIN_OPTION[0], "", ""] and values == {PLAIN_OPTION[1]}:
            return []
        return [name for name in names if name]

    def _variant(self, line: int, row: Cells, index: int, names: list[str]) -> Body:
        columns = [value for name, value in zip(OPTION_NAMES, OPTION_VALUES, strict=True) if self.first.get(name, "").strip()]
        given = {name: row[column].strip() for name, column in zip(names, columns, strict=False) if column in row}
        cells = self.cells
        options = cells.options(given)
        body: Body = {"sku": cells.sku(line, row, "Variant SKU", index, options), "options": options}
        body["price"] = cells.money(line, row, "Variant Price", needed=True)
        body["list_price"] = cells.money(line, row, "Variant Compare At Price")
        body["weight_g"] = cells.number(line, row, "Variant Grams", whole=False) or 0
        body["stock"] = cells.number(line, row, "Variant Inventory Qty")
        body["barcode"], body["image"] = row.get("Variant Barcode", "").strip() or None, row.get("Variant Image", "").strip() or None
        if listed := row.get(BARCODES, "").split():
            # An empty cell says nothing of further ones: they stay.
            body["barcodes"] = list(dict.fromkeys([*filter(None, [body["barcode"]]), *listed]))
        body["size_mm"] = cells.size(line, row, SIZE)
        body["measure"] = cells.measure(line, row, MEASURE)
        body["cost"] = cells.money(line, row, "Cost per item")
        always = ("sku", "options", "price", "list_price", "weight_g", "barcode", "image")
        return {name: value for name, value in body.items() if value is not None or name in always}

    def _images(self) -> list[Body]:
        found: dict[str, tuple[int, Body]] = {}
        for index, (_, row) in enumerate(self.rows):
            url, alt, position = row.get("Image Src", "").strip(), row.get("Image Alt Text", ""), row.get("Image Position", "").strip()
            if url:
                place = int(position) if position.isascii() and position.isdigit() and len(position) < 7 else len(self.rows) + index
                found.setdefault(url, (place, {"url": url} | ({"alt": {self.language: alt}} if alt else {})))
        return [image for _, image in sorted(found.values(), key=lambda item: item[0])]

    def _json(self, line: int, row: Cells, column: str) -> Any:
        try:
            return json.loads(row.get(column, "{}"))
        except (ValueError, RecursionError):
            self.cells.fault(line, column, "invalid_json", "This cell is no JSON; empty it to do without.")
            return {}
