"""E20: what a spreadsheet says is what the books say, also where a number of it could not."""

from __future__ import annotations

from decimal import Decimal

from functions.reports.files.sheets import xlsx_of
from tests.unit.reports.sheets import sheets_of

KEPT: tuple[int | float | Decimal, ...] = (10**15, -(10**14), Decimal("9999999999999.99"), Decimal("-42.00"), 1.5)
TOO_LONG = (10**15 + 1, Decimal("90071992547409.93"), Decimal("-90071992547409.93"))


def test_a_sum_of_more_digits_than_a_spreadsheet_keeps_is_a_text_and_all_others_are_numbers() -> None:
    (rows,) = sheets_of(xlsx_of([["sum"], *([one] for one in (*KEPT, *TOO_LONG))])).values()
    assert [cell for row in rows[1:] for cell in row] == [*(float(one) for one in KEPT), *(str(one) for one in TOO_LONG)]
