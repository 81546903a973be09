"""Rows of a Shopify product CSV as one product in the shape of our admin API. Pure.

An empty cell of the product leaves what the shop has; an empty cell of a variant (barcode, compare-at price …) clears it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from functions.catalog.imports.cells import (
    CURRENCY,
    FURTHER,
    FURTHER_OF_VARIANT,
    OPTION_NAMES,
    OPTION_VALUES,
    PLAIN_OPTION,
    TYPE_SEPARATOR,
    with_further,
)
from functions.catalog.imports.source_rows import Cells, Fault
from functions.shared.money import CURRENCIES, MAX_AMOUNT, from_decimal

Body = dict[str, Any]
_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OF_A_VARIANT = ("Variant Price", "Variant SKU", *OPTION_VALUES)


@dataclass(frozen=True)
class Sheet:
    """`body` is the product, `variant_lines` the line of each of its variants; with `faults` the body is not to be used."""

    body: Body
    variant_lines: list[int]
    faults: list[Fault]


def external_id_of(handle: str) -> str:
    """Of products whose handle is no slug of ours, and of those that other tools brought here from Shopify."""
    return f"shopify-{handle}"[:100]


def from_shopify(lines: Sequence[int], rows: Sequence[Cells], *, currency: str, language: str) -> Sheet:
    """`currency` is that of rows without a Currency cell, `language` that of all texts."""
    return _Reader(list(zip(lines, rows, strict=True)), currency, language).sheet()


class _Reader:
    def __init__(self, rows: list[tuple[int, Cells]], currency: str, language: str) -> None:
        self.rows = rows
        self.language = language
        self.first_line, self.first = rows[0]
        self.handle = self.first.get("Handle", "").strip()
        self.currency = self.first.get(CURRENCY, currency).strip()
        self.faults: list[Fault] = []

    def sheet(self) -> Sheet:
        if self.currency not in CURRENCIES:
            self._fault(self.first_line, CURRENCY, "unknown_currency", f"{self.currency!r} is no ISO 4217 currency.")
            return Sheet({}, [], self.faults)
        names = self._option_names()
        found = [(line, row) for line, row in self.rows if any(name in row for name in _OF_A_VARIANT)]
        variants = [self._variant(line, row, number, names) for number, (line, row) in enumerate(found, 1)]
        body = self._product(names, variants)
        meant = with_further(body, self._json(self.first_line, self.first, FURTHER))
        meant["variants"] = [
            with_further(v, self._json(line, row, FURTHER_OF_VARIANT)) for v, (line, row) in zip(variants, found, strict=True)
        ]
        return Sheet(meant, [line for line, _ in found], self.faults)

    def _product(self, names: list[str], variants: list[Body]) -> Body:
        first = self.first
        body: Body = {"slug": self.handle} if _HANDLE.fullmatch(self.handle) else {"external_id": external_id_of(self.handle)}
        for column, name in (("Title", "title"), ("Body (HTML)", "description")):
            if column in first:
                body[name] = {self.language: first[column]}
        if "Vendor" in first:
            body["brand"] = {"name": {self.language: first["Vendor"]}}
        if "Type" in first:
            body["category"] = [{"name": {self.language: part.strip()}} for part in first["Type"].split(TYPE_SEPARATOR) if part.strip()]
        if tags := [tag.strip() for tag in first.get("Tags", "").split(",") if tag.strip()]:
            body["tags"] = tags
        seo = {name: {self.language: first[f"SEO {name.title()}"]} for name in ("title", "description") if f"SEO {name.title()}" in first}
        if seo:
            body["seo"] = seo
        if names:
            values = [list(dict.fromkeys(v["options"][name] for v in variants if name in v["options"])) for name in names]
            body["options"] = [{"name": name, "values": given} for name, given in zip(names, values, strict=True)]
        if images := self._images():
            body["images"] = images
        if "Published" in first or "Status" in first:
            listed, active = first.get("Published", "true").strip().lower(), first.get("Status", "active").strip().lower()
            body["published"] = listed not in ("false", "no", "0") and active == "active"
        return body

    def _option_names(self) -> list[str]:
        names = [self.first.get(column, "").strip() for column in OPTION_NAMES]
        values = {row.get(OPTION_VALUES[0], PLAIN_OPTION[1]).strip() for _, row in self.rows}
        if names == [PLAIN_OPTION[0], "", ""] and values == {PLAIN_OPTION[1]}:
            return []
        return [name for name in names if name]

    def _variant(self, line: int, row: Cells, number: int, names: list[str]) -> Body:
        columns = [value for name, value in zip(OPTION_NAMES, OPTION_VALUES, strict=True) if self.first.get(name, "").strip()]
        options = {name: row[column].strip() for name, column in zip(names, columns, strict=False) if column in row}
        body: Body = {"sku": row.get("Variant SKU", "").strip() or f"{self.handle}-{number}"[:100], "options": options}
        body["price"] = self._number(line, row, "Variant Price", self._money, "A price is needed, for example 89.90.")
        body["list_price"] = self._number(line, row, "Variant Compare At Price", self._money)
        body["weight_g"] = self._number(line, row, "Variant Grams", _whole) or 0
        body["stock"] = self._number(line, row, "Variant Inventory Qty", _whole)
        body["barcode"], body["image"] = row.get("Variant Barcode", "").strip() or None, row.get("Variant Image", "").strip() or None
        body["cost"] = self._number(line, row, "Cost per item", self._money)
        always = ("sku", "options", "price", "list_price", "weight_g", "barcode", "image")
        return {name: value for name, value in body.items() if value is not None or name in always}

    def _number(self, line: int, row: Cells, column: str, read: Callable[[str], Any], needed: str = "") -> Any:
        text = row.get(column, "").strip()
        if not text:
            if needed:
                self._fault(line, column, "price_missing", needed)
            return None
        try:
            return read(text)
        except (ValueError, InvalidOperation, OverflowError):
            self._fault(line, column, "invalid_number", f"{text[:40]!r} does not fit here.")
            return None

    def _money(self, text: str) -> Body:
        money = from_decimal(text, self.currency)
        if not 0 <= money.amount <= MAX_AMOUNT:
            raise ValueError(text)
        return {"amount": money.amount, "currency": money.currency}

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
            self._fault(line, column, "invalid_json", "This cell is no JSON; empty it to do without.")
            return {}

    def _fault(self, line: int, column: str, code: str, detail: str) -> None:
        self.faults.append(Fault(line, column, code, detail))


def _whole(text: str) -> int:
    number = Decimal(text)
    if not number.is_finite() or number < 0 or number > 1_000_000_000:
        raise ValueError(text)
    return round(number)
