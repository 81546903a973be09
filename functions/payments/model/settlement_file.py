"""The file in which a courier settles what it collected on delivery: CSV with order_number, amount, fee and the courier's receipt. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from functions.shared.plain.amounts import decimal_mark_of, read_amount
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money

MOST_ROWS = 1_000
_NEEDED = ("order_number", "amount")
_AMOUNTS = ("amount", "fee")
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Collected:
    """A row: `line` as people count them, the header being 1. Without `amount` it could not be read. `receipt`: the courier's own number
    of the row, where it tells one."""

    line: int
    order_number: str
    amount: Money | None
    fee: Money | None
    receipt: str = ""


def rows_of(text: str, currency: str) -> list[Collected]:
    """Amounts are in major units, as spreadsheets write them (`1,299.00`, `1.299,00`); commas, semicolons and tabs separate.

    Raises Invalid for what is no such file; a row that cannot be read is told as such.
    """
    try:
        rows = list(_rows(text, currency))
    except csv.Error as error:
        raise Invalid("The file is not CSV.", code="unreadable_file") from error
    if not 0 < len(rows) <= MOST_ROWS:
        raise Invalid(f"1 to {MOST_ROWS} rows.", code="unreadable_file")
    return rows


def _rows(text: str, currency: str) -> Iterator[Collected]:
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.DictReader(text.lstrip("\r\n").splitlines(), strict=True, delimiter=max(_SEPARATORS, key=header.count))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
    if missing := [name for name in _NEEDED if name not in reader.fieldnames]:
        raise Invalid(f"Columns missing: {', '.join(missing)}.", code="unreadable_file")
    rows = list(reader)
    mark = decimal_mark_of(row[name] for row in rows for name in _AMOUNTS if row.get(name))
    for number, row in enumerate(rows, start=2):
        order_number = (row["order_number"] or "").strip()[:64]
        try:
            amount = read_amount(row["amount"] or "", currency, mark)
            fee = read_amount((row.get("fee") or "").strip() or "0", currency, mark)
            readable = bool(order_number) and amount.amount > 0 and fee.amount >= 0
        except ValueError:
            readable = False
        receipt = (row.get("receipt") or "").strip()[:100]
        yield Collected(number, order_number, amount, fee, receipt) if readable else Collected(number, order_number, None, None)
