"""What the rows of one product say, and how their cells are read: amounts, numbers, options, and SKUs where there are none. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from decimal import Decimal
from typing import Any

from functions.catalog.imports.files.tables import Cells, Fault
from functions.catalog.model.derived_sku import MAX_SKU, derived_sku
from functions.catalog.model.option_values import folded_options, spelled
from functions.shared.plain.amounts import DecimalMark, WrongCurrency, plain_number, read_amount
from functions.shared.plain.deferred import dataclass

Body = dict[str, Any]
MAX_NUMBER = 1_000_000_000
MAX_METADATA = 500
SIDES = ("length", "width", "height")
_MEASURE = re.compile(r"([0-9]{1,7})(?:([.,])([0-9]{1,3}))?\s*([A-Za-z]{1,2})")
_BETWEEN_SIDES = re.compile(r"[x×*]", re.IGNORECASE)
# Whether the shop has the variant is not known to who reads its row.
_FALLBACK = "A variant that the shop has keeps its own; a new one gets {}."


@dataclass(frozen=True)
class Sheet:
    """`body` is the product, `variant_lines` the line of each of its variants; with `faults` the body is not to be used.

    `unnamed` are the variants whose SKU is none of the file's. `dropped` are rows that are not used, `remarks` are of those that are.
    """

    body: Body
    variant_lines: list[int]
    faults: list[Fault]
    unnamed: frozenset[int] = frozenset()
    remarks: list[Fault] = field(default_factory=list)
    dropped: list[Fault] = field(default_factory=list)


class CellReader:
    """Reads the cells of one product's rows and keeps what is wrong with them. `name` is the product's own in its file."""

    def __init__(self, name: str, currency: str, mark: DecimalMark | None, repeated: Mapping[int, int]) -> None:
        self.name = name
        self.currency = currency
        self.mark = mark
        self.repeated = repeated
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []
        self.dropped: list[Fault] = []
        self.unnamed: set[int] = set()
        self.spellings: dict[str, list[str]] = {}

    def money(self, line: int, row: Cells, column: str, *, needed: bool = False) -> Body | None:
        text = row.get(column, "").strip()
        if not text:
            if needed:
                self.fault(line, column, "price_missing", "A price is needed, for example 89.90.")
            return None
        try:
            money = read_amount(text, self.currency, self.mark)
        except WrongCurrency as error:
            self.fault(line, column, "wrong_currency", f"{error}, the currency of this import. Say which the file's prices are in.")
            return None
        except ValueError:
            self.fault(line, column, "invalid_number", f"{text[:40]!r} does not fit here.")
            return None
        if money.amount < 0:
            self.fault(line, column, "invalid_number", f"{text[:40]!r} does not fit here.")
            return None
        return {"amount": money.amount, "currency": money.currency}

    def number(self, line: int, row: Cells, column: str, *, factor: Decimal = Decimal(1), whole: bool = True) -> int | None:
        """Pieces must be whole; a weight is rounded to grams. Below zero are pieces only."""
        text = row.get(column, "").strip()
        if not text:
            return None
        try:
            number = Decimal(plain_number(text, self.mark, decimals=0 if whole else 3)) * factor
        except (ValueError, ArithmeticError):
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > MAX_NUMBER or (whole and number != int(number)) or (number < 0 and not whole):
            self.fault(line, column, "invalid_number", f"{text[:40]!r} does not fit here.")
            return None
        return round(number)

    def size(self, line: int, row: Cells, column: str) -> Body | None:
        """Three sides in one cell; an empty one says nothing."""
        text = row.get(column, "").strip()
        if not text:
            return None
        sides = [part.strip() for part in _BETWEEN_SIDES.split(text.removesuffix("mm"))]
        if len(sides) != 3 or not all(side.isascii() and side.isdigit() and len(side) <= 9 for side in sides):
            self.fault(line, column, "invalid_number", f"{text[:40]!r} does not fit here; write it in whole millimetres: 300 x 200 x 100.")
            return None
        return dict(zip(SIDES, map(int, sides), strict=True))

    def measure(self, line: int, row: Cells, column: str) -> Body | None:
        """A number and its unit; an empty cell says nothing. Nothing parts thousands here: `1,500 g` is no 1.5 g where the file's amounts
        have points."""
        text = row.get(column, "").strip()
        if not text:
            return None
        found = _MEASURE.fullmatch(text)
        if found is None or found[2] not in (None, self.mark or "."):
            self.fault(line, column, "invalid_measure", f"{text[:40]!r} does not fit here; write 500 g or 0{self.mark or '.'}75 l.")
            return None
        return {"quantity": f"{found[1]}.{found[3]}" if found[3] else found[1], "unit": found[4].lower()}

    def options(self, given: Mapping[str, str]) -> dict[str, str]:
        """In the spelling that the file has first: `Red` and `red ` are one value."""
        found = {}
        for name, value in given.items():
            values = self.spellings.setdefault(name, [])
            found[name] = spelled(value, values)
            if found[name] not in values:
                values.append(found[name])
        return found

    def drop(self, line: int, column: str, code: str, detail: str) -> None:
        self.dropped.append(Fault(line, column, code, detail))

    def sku(self, line: int, row: Cells, column: str, index: int, options: Mapping[str, str]) -> str:
        """That of the cell; one of the options where there is none, or an earlier row has it."""
        given = row.get(column, "").strip()
        if given and line not in self.repeated and len(given) <= MAX_SKU:
            return given
        self.unnamed.add(index)
        made = derived_sku(self.name, options)
        if line in self.repeated:
            detail = f"Line {self.repeated[line]} has the SKU {given} as well. {_FALLBACK.format(made)}"
            self.remarks.append(Fault(line, column, "duplicate_sku", detail))
        elif given:
            self.remarks.append(Fault(line, column, "sku_too_long", f"At most {MAX_SKU} characters. {_FALLBACK.format(made)}"))
        return made

    def metadata(self, line: int, column: str, key: str, text: str) -> dict[str, str]:
        """Empty, with a remark, for what is too long to be kept."""
        if len(text) <= MAX_METADATA:
            return {key: text.strip()}
        self.remarks.append(Fault(line, column, "column_ignored", f"At most {MAX_METADATA} characters can be kept of such a column."))
        return {}

    def fault(self, line: int, column: str, code: str, detail: str) -> None:
        self.faults.append(Fault(line, column, code, detail))

    def remark(self, line: int, column: str, code: str, detail: str) -> None:
        self.remarks.append(Fault(line, column, code, detail))

    def sheet(self, body: Body, lines: list[int]) -> Sheet:
        return Sheet(body, lines, self.faults, frozenset(self.unnamed), self.remarks, self.dropped)


def distinct(sheet: Sheet) -> Sheet:
    """Without rows that have the same options as an earlier one: those are dropped."""
    seen: dict[frozenset[tuple[str, str]], int] = {}
    kept: list[int] = []
    dropped = list(sheet.dropped)
    for index, (variant, line) in enumerate(zip(sheet.body["variants"], sheet.variant_lines, strict=True)):
        first = seen.setdefault(frozenset(folded_options(_texts(variant.get("options"))).items()), line)
        if first == line:
            kept.append(index)
        else:
            dropped.append(Fault(line, "", "duplicate_option_combination", f"Line {first} has the same options; this row was not used."))
    gone = {fault.line for fault in dropped}
    return replace(
        sheet,
        body=sheet.body | {"variants": [sheet.body["variants"][index] for index in kept]},
        variant_lines=[sheet.variant_lines[index] for index in kept],
        unnamed=frozenset(new for new, old in enumerate(kept) if old in sheet.unnamed),
        faults=[fault for fault in sheet.faults if fault.line not in gone],
        remarks=[remark for remark in sheet.remarks if remark.line not in gone],
        dropped=dropped,
    )


def _texts(options: Any) -> dict[str, str]:
    """Of a cell that a stranger wrote anything may come; what is no text is refused later."""
    given = options.items() if isinstance(options, dict) else ()
    return {str(name): str(value) for name, value in given}
