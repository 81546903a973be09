"""Rows of a WooCommerce export as one product in the shape of our admin API: the product's row first, then its variations. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from functions.catalog.imports.files.columns import METADATA, column_of
from functions.catalog.imports.files.group_woocommerce import kind_of
from functions.catalog.imports.files.handles import external_id_of
from functions.catalog.imports.files.safety_cells import read_safety
from functions.catalog.imports.files.sheet import SIDES, Body, CellReader, Sheet
from functions.catalog.imports.files.tables import Cells
from functions.catalog.imports.files.woocommerce_columns import MAX_ATTRIBUTES, SIZES, attribute_columns, millimetres
from functions.shared.plain.amounts import DecimalMark

SOURCE = "woocommerce"
_WEIGHTS = {
    "Weight (kg)": Decimal(1000),
    "Weight (g)": Decimal(1),
    "Weight (lbs)": Decimal("453.59237"),
    "Weight (oz)": Decimal("28.349523125"),
}
_BARCODE = "GTIN, UPC, EAN, or ISBN"
_SALE_DATES = ("Date sale price starts", "Date sale price ends")


def from_woocommerce(
    lines: Sequence[int], rows: Sequence[Cells], *, currency: str, language: str, mark: DecimalMark | None, repeated: Mapping[int, int]
) -> Sheet:
    first = rows[0]
    name = first.get("ID", "").strip() or first.get("SKU", "").strip() or first.get("Name", "").strip()
    cells = CellReader(f"{SOURCE}-{name}", currency, mark, repeated)
    return _Reader(list(zip(lines, rows, strict=True)), name, language, cells).sheet()


class _Reader:
    def __init__(self, rows: list[tuple[int, Cells]], name: str, language: str, cells: CellReader) -> None:
        self.rows, self.name, self.language, self.cells = rows, name, language, cells
        self.first_line, self.first = rows[0]

    def sheet(self) -> Sheet:
        is_variable = kind_of(self.first) == "variable"
        sold = self.rows[1:] if is_variable else self.rows[:1]
        names = self._option_names(sold) if is_variable else []
        lines: list[int] = []
        variants: list[Body] = []
        for line, row in sold:
            if variant := self._variant(line, row, len(lines), names):
                lines.append(line)
                variants.append(variant)
        return self.cells.sheet(self._product(names) | {"variants": variants}, lines)

    def _product(self, names: list[str]) -> Body:
        first, language = self.first, self.language
        body: Body = {"external_id": external_id_of(self.name, SOURCE)}
        for column, name in (("Name", "title"), ("Description", "description"), ("Short description", "brief")):
            if column in first:
                body[name] = {language: first[column].replace("\\n", "\n")}
        if categories := _listed(first.get("Categories", "")):
            body["category"] = [{"name": {language: part.strip()}} for part in categories[0].split(">") if part.strip()]
            if len(categories) > 1:
                detail = "A product has one category here, the first one; not used: " + ", ".join(categories[1:])[:200]
                self.cells.remark(self.first_line, "Categories", "category_ignored", detail)
        if brands := _listed(first.get("Brands", "")):
            body["brand"] = {"name": {language: brands[0]}}
        if tags := list(dict.fromkeys(_listed(first.get("Tags", "")))):
            body["tags"] = tags
        if images := list(dict.fromkeys(_listed(first.get("Images", "")))):
            body["images"] = [{"url": url} for url in images]
        if names:
            body["options"] = [{"name": name, "values": self.cells.spellings.get(name, [])} for name in names]
        free = [(name, value) for name, value in _attributes(first).items() if name not in names and value]
        if free:
            body["attributes"] = [{"name": {language: name}, "value": {language: value}} for name, value in free]
        if safety := read_safety(first, language):
            body["safety"] = safety
        if metadata := self._metadata():
            body["metadata"] = metadata
        if "Published" in first:
            body["published"] = first["Published"].strip() in ("1", "true")
        return body

    def _metadata(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, text in self.first.items():
            kept = column_of(column, {}) or ""
            if kept.startswith(METADATA) and len(found) < 50:
                found |= self.cells.metadata(self.first_line, column, kept.removeprefix(METADATA), text)
        return found

    def _option_names(self, sold: Sequence[tuple[int, Cells]]) -> list[str]:
        used = {name for _, row in sold for name, value in _attributes(row).items() if value}
        return [name for name in _attributes(self.first) if name in used] + sorted(used - _attributes(self.first).keys())

    def _variant(self, line: int, row: Cells, index: int, names: Sequence[str]) -> Body | None:
        cells, given = self.cells, _attributes(row)
        missing = [name for name in names if not given.get(name)]
        if missing:
            detail = f"A variation for any {missing[0]} cannot be sold here; list its values. This row was not used."
            cells.drop(line, "Attribute 1 value(s)", "any_option", detail)
            return None
        options = cells.options({name: given[name] for name in names})
        regular = cells.money(line, row, "Regular price", needed=not row.get("Sale price", "").strip())
        sale = cells.money(line, row, "Sale price")
        if sale and any(row.get(column) for column in _SALE_DATES):
            cells.remark(line, "Sale price", "sale_dates_ignored", "A sale with dates is not taken over; plan it as a scheduled price.")
            sale = None
        price, list_price = (sale, regular) if sale else (regular, None)
        pictures = _listed(row.get("Images", ""))
        body: Body = {"sku": cells.sku(line, row, "SKU", index, options), "options": options, "price": price, "list_price": list_price}
        body["weight_g"] = (
            next((cells.number(line, row, name, factor=f, whole=False) for name, f in _WEIGHTS.items() if name in row), 0) or 0
        )
        body["size_mm"] = self._size(line, row)
        body["stock"] = cells.number(line, row, "Stock")
        body["barcode"] = row.get(_BARCODE, "").strip() or None
        body["image"] = pictures[0] if pictures and names else None
        always = ("sku", "options", "price", "list_price", "weight_g", "barcode", "image")
        return {name: value for name, value in body.items() if value is not None or name in always}

    def _size(self, line: int, row: Cells) -> Body | None:
        """A variation without one has that of its product, as in the shop it comes from; without any the file says nothing of it."""
        for at, cells in ((line, row), (self.first_line, self.first)):
            for unit, columns in SIZES.items():
                sides = [self.cells.number(at, cells, name, factor=millimetres(unit), whole=False) or 0 for name in columns]
                if all(sides):
                    return dict(zip(SIDES, sides, strict=True))
                if any(sides):
                    self.cells.remark(at, columns[sides.index(0)], "size_ignored", "A size has three sides; it was not used.")
                    return None
        return None


def _attributes(row: Cells) -> dict[str, str]:
    columns = (attribute_columns(number) for number in range(1, MAX_ATTRIBUTES + 1))
    return {row[name].strip(): row.get(value, "").strip() for name, value in columns if name in row}


def _listed(text: str) -> list[str]:
    """Parts by comma; a comma within one is written `\\,` there."""
    return [part.replace("\\,", ",").strip() for part in re.split(r"(?<!\\),", text) if part.strip()]
