"""Case 16: rows of Chinese e-invoices as the platforms take them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.invoices.model.credit import Back, credited
from functions.invoices.model.due import Refund
from functions.invoices.model.fapiao_due import worth
from functions.invoices.model.fapiao_rows import FapiaoRow, RowKind, balanced, blue_rows, is_taken, red_rows, unit_price
from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart, rate_sums, rows_of, sums_of
from tests.unit.invoices.platform import faults

_CODE = "1060105020000000000"


def goods(id_: str, price: int, quantity: int, off: int = 0, rate: str = "0.13") -> Sold:
    total = price * quantity - off
    tax = round(total * float(rate) / (1 + float(rate)))
    taxes = (TaxPart("增值税", rate, total - tax, tax, included=True),) if float(rate) and total else ()
    return Sold(id_, id_, quantity, price, off, total, taxes)


def said(rows: list[FapiaoRow]) -> list[tuple[str, int, str, int, int]]:
    return [(row.kind.value, row.quantity, row.unit_price, row.net, row.tax) for row in rows]


def codes(rows: list[Row]) -> dict[str, str]:
    return {row.id: _CODE for row in rows}


def test_seven_pieces_with_a_coupon_and_a_gift() -> None:
    """Blue, then red for 2 and for 5 pieces."""
    book = balanced(rows_of([goods("a", 1499, 7, 1000), goods("gift", 0, 1)]))
    blue = blue_rows(book, codes(book))
    assert said(blue) == [("goods", 7, "13.266", 9286, 1207), ("discount", 0, "", -885, -115)]
    assert (sum(row.net for row in blue), sum(row.tax for row in blue)) == (8401, 1092)
    assert faults(blue) == []
    first = credited(book, [], Back({"a": (2, 9493 * 2 // 7)}))
    second = credited(book, first, Back({"a": (5, 9493 - 9493 * 2 // 7)}))
    reds = [red_rows(first, codes(book)), red_rows(second, codes(book))]
    assert [[row.quantity for row in one] for one in reds] == [[-2], [-5]]
    assert sum(row.net for one in reds for row in one) == -8401
    assert sum(row.tax for one in reds for row in one) == -1092
    assert [faults(one, red=True) for one in reds] == [[], []]


def test_no_row_is_all_tax() -> None:
    """What is left of the tax goes to rows that have a price beside it; a thing for a fen is sold often."""
    book = balanced(rows_of([*(goods(str(n), 30, 1) for n in range(4)), goods("fen", 1, 1)]))
    assert (sums_of(book).gross, min(row.net for row in book)) == (121, 1)
    assert faults(blue_rows(book, codes(book))) == []


def test_a_price_of_too_few_digits_is_refused() -> None:
    """13.27 × 7 is 92.89."""
    bad = FapiaoRow("a", RowKind.GOODS, "a", _CODE, 7, "13.27", 9286, 1207, "0.13")
    assert faults([bad]) == ["0: 13.27 × 7 is not 9286"]
    assert [unit_price(9286, 7), unit_price(100, 3), unit_price(1, 1_000_000), unit_price(200, 2)] == [
        "13.266",
        "0.333",
        "0.00000001",
        "1.00",
    ]


def test_the_last_row_takes_the_rest_of_the_tax() -> None:
    """Ten rows of 0.99 at 6 % are 0.06 each, and 0.56 together."""
    book = balanced(rows_of([goods(str(n), 99, 1, rate="0.06") for n in range(10)]))
    assert [row.tax for row in book] == [6] * 8 + [5, 3]
    assert faults(blue_rows(book, codes(book))) == []


def test_no_row_takes_so_much_of_the_rest_that_its_tax_falls_below_zero() -> None:
    book = balanced(rows_of([*(goods(str(n), 99, 1, rate="0.06") for n in range(10)), goods("fen", 1, 1, rate="0.06")]))
    assert [row.tax for row in book] == [6] * 8 + [5, 3, 0]


def test_the_rest_goes_where_a_fen_of_price_is_left() -> None:
    """The last row keeps one, so the row before it takes the other fen of tax."""
    book = balanced(rows_of([*(goods(str(n), 30, 1) for n in range(4)), goods("two", 2, 1)]))
    assert [(row.net, row.tax) for row in book] == [(27, 3), (27, 3), (27, 3), (26, 4), (1, 1)]


def test_where_no_row_has_a_price_left_the_last_rows_are_all_tax() -> None:
    """Eight fen of tax in sixty rows of a fen and one of six: that one keeps a fen of price, three of the sixty keep none."""
    book = balanced(rows_of([goods("six", 6, 1), *(goods(str(n), 1, 1) for n in range(60))]))
    assert [row.tax for row in book] == [5, *[0] * 57, 1, 1, 1]


def test_a_unit_price_has_the_fewest_digits_that_make_its_amount_again() -> None:
    """A fen for 15 pieces: at 0.001 each they would be 0.015. No more than the 13 that the platforms take."""
    assert [unit_price(1, 15), unit_price(1, 14)] == ["0.0007", "0.001"]
    assert [unit_price(1, 4 * 10**11), unit_price(1, 10**15)] == ["0.0000000000000", "0.0000000000000"]


def test_a_red_row_has_a_price_and_a_tax_that_is_off_by_six_fen_at_most() -> None:
    rows = [Row("a", "", 1, 100, tax, "0.13") for tax in (6, 7, 19, 20)]
    assert [is_taken(row) for row in rows] == [False, True, True, False]
    assert [is_taken(Row("a", "", 1, net, tax, "0.13")) for net, tax in ((0, 0), (0, 1), (1, 0))] == [True, False, True]


def test_a_discount_of_a_fen_is_shown_and_none_where_only_a_tax_was_rounded() -> None:
    def on_top(net: int, tax: int) -> list[tuple[str, int, str, int, int]]:
        return said(blue_rows([Row("a", "a", 2, net, tax, "0.13", "VAT", included=False, unit_price=500)], {}))

    assert on_top(1000, 129) == [("goods", 2, "5.00", 1000, 129)]
    assert on_top(999, 130) == [("goods", 2, "5.00", 1000, 130), ("discount", 0, "", -1, 0)]


def test_tax_on_top_and_a_row_for_no_piece() -> None:
    part = TaxPart("VAT", "0.13", 900, 117, included=False)
    book = balanced(rows_of([Sold("a", "a", 2, 500, 100, 1017, (part,)), Sold(DELIVERY, "SF", 1, 600, 0, 600)]))
    assert said(blue_rows(book, codes(book))) == [
        ("goods", 2, "5.00", 1000, 130), ("discount", 0, "", -100, -13), ("goods", 1, "6.00", 600, 0),
    ]  # fmt: skip
    left = worth([goods("a", 1000, 2)], [Refund("ref_1", Back({"a": (2, 1500)}))])
    assert said(blue_rows(left, codes(left))) == [("goods", 0, "", 443, 57)]


_LINE = st.tuples(st.integers(0, 300_000), st.integers(1, 99), st.integers(0, 100), st.sampled_from(["0.13", "0.09", "0.06", "0.01", "0"]))


@settings(max_examples=200)
@given(
    st.lists(_LINE, min_size=1, max_size=60),
    st.integers(0, 3_000),
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, 100)), max_size=6),
)
def test_any_basket_keeps_the_limits_of_the_platforms(
    lines: list[tuple[int, int, int, str]], fee: int, backs: list[tuple[int, int]]
) -> None:
    sold = [goods(str(n), price, pieces, price * pieces * off // 100, rate) for n, (price, pieces, off, rate) in enumerate(lines)]
    sold += [Sold(DELIVERY, "SF", 1, fee, 0, fee, goods("", fee, 1, rate="0.09").taxes)] if fee else []
    rows = rows_of(sold)
    book = balanced(rows)
    assert rate_sums(book) == rate_sums([row for row in rows if row.gross])
    blue = blue_rows(book, codes(book))
    assert faults(blue) == []
    assert (sum(row.net for row in blue), sum(row.tax for row in blue)) == (sums_of(rows).net, sums_of(rows).tax)
    notes: list[Row] = []
    for which, percentage in [*backs, (-1, 100)]:
        left = sums_of(rows).gross - sums_of(notes).gross
        line = sold[which % len(sold)] if which >= 0 else None
        line_left = sum(row.gross for row in book if line and row.id == line.id) - sum(
            row.gross for row in notes if line and row.id == line.id
        )
        amount = (left if line is None else line_left) * percentage // 100
        back = Back(other=amount) if line is None or line.id == DELIVERY else Back({line.id: (1, amount)})
        note = credited(book, notes, back, least_net=1)
        if all(map(is_taken, note)):
            assert faults(red_rows(note, codes(book)), red=True) == []
        notes += note
    assert sums_of(notes) == sums_of(rows)


def test_a_discount_of_a_fen_never_has_a_tax_above_zero() -> None:
    for price in range(1, 2_000):
        book = balanced(rows_of([goods("a", price, 1, 1), goods("b", 777, 1), goods("c", 555, 3, 1)]))
        assert faults(blue_rows(book, codes(book))) == []


@pytest.mark.parametrize("relief", ["E", "Z", "O"])
def test_a_row_without_tax_says_why(relief: str) -> None:
    part = TaxPart("增值税", "0", 500, 0, included=True, category=relief)
    (row,) = blue_rows(balanced(rows_of([Sold("a", "a", 1, 500, 0, 500, (part,))])), {"a": _CODE})
    assert (row.rate, row.relief, row.tax) == ("0", relief, 0)
