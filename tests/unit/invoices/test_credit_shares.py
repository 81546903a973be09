"""Credit notes to the last minor unit: who gives what, and which tax goes with it (of `make mutants ONLY=credit`)."""

from __future__ import annotations

import pytest

from functions.invoices.model.credit import Back, TooMuchCredited, credited, rows_left
from functions.invoices.model.rows import DELIVERY, Row

A = Row("a", "Mug", 3, 900, 100, "0.11", "VAT", included=True, unit_price=340, discount=20, sku="M")
B = Row("b", "Cup", 2, 500, 100, "0.2", "VAT")
FEE = Row(DELIVERY, "DHL", 1, 100, 10, "0.11", "VAT")


def brief(rows: list[Row]) -> list[tuple[str, int, int, int]]:
    return [(row.id, row.quantity, row.net, row.tax) for row in rows]


def test_what_a_refund_was_for_adds_up() -> None:
    assert Back({"a": (1, 100), "b": (0, 40)}, 20, 3).amount == 163
    assert Back().amount == 0


def test_a_line_gives_what_it_was_asked_and_nothing_else_does() -> None:
    [row] = credited([A, B, FEE], [], Back({"a": (2, 400)}))
    assert row == Row("a", "Mug", 2, 360, 40, "0.11", "VAT", included=True, sku="M")


def test_pieces_that_cost_nothing_are_on_the_note() -> None:
    free = Row("g", "Gift", 2, 0, 0)
    assert brief(credited([A, free], [], Back({"g": (1, 0)}))) == [("g", 1, 0, 0)]
    assert credited([A, free], [], Back({"g": (0, 0)})) == []


def test_the_delivery_gives_its_own() -> None:
    assert brief(credited([A, B, FEE], [], Back(shipping=55))) == [(DELIVERY, 0, 50, 5)]


def test_what_a_line_and_the_delivery_have_not_goes_over_all_that_is_left() -> None:
    """110 more than the delivery has: by what is left of a and b, 1000 and 490."""
    note = credited([A, B, FEE], [], Back({"b": (1, 110)}, shipping=220))
    assert brief(note) == [("a", 0, 67, 7), ("b", 1, 122, 24), (DELIVERY, 0, 100, 10)]
    assert sum(row.gross for row in note) == 330


def test_what_the_invoice_does_not_know_goes_over_the_others() -> None:
    assert brief(credited([A], [], Back({"z": (1, 500)}))) == [("a", 0, 450, 50)]


def test_all_of_it_and_one_more() -> None:
    assert brief(credited([A, B], [], Back(other=1600))) == [("a", 0, 900, 100), ("b", 0, 500, 100)]
    with pytest.raises(TooMuchCredited):
        credited([A, B], [], Back(other=1601))
    with pytest.raises(TooMuchCredited):
        credited([A], [A], Back(other=1))


def test_notes_before_count() -> None:
    before = credited([A, B], [], Back({"a": (1, 999)}))
    assert brief(before) == [("a", 1, 899, 100)]
    assert brief(credited([A, B], before, Back({"a": (2, 1)}))) == [("a", 2, 1, 0)]


def test_tax_of_several_rows_of_a_rate_is_rounded_once() -> None:
    """Three rows of 10 + 1: half of all is 16 or 17, with the tax of that, wherever it is taken."""
    rows = [Row(name, name, 1, 10, 1, "0.1") for name in "xyz"]
    note = credited(rows, [], Back(other=17))
    assert (sum(row.gross for row in note), sum(row.tax for row in note)) == (17, 2)
    rest = credited(rows, note, Back(other=16))
    assert (sum(row.gross for row in rest), sum(row.tax for row in rest)) == (16, 1)
    assert rows_left(rows, [*note, *rest]) == [Row(name, name, 1, 0, 0, "0.1") for name in "xyz"]


def test_no_row_keeps_more_tax_than_price() -> None:
    """Of 5 + 4 all but 4 go: 4 may all be tax, no more."""
    row = Row("t", "T", 1, 5, 4, "0.8")
    assert brief(credited([row], [], Back(other=5))) == [("t", 0, 3, 2)]
    odd = [Row("p", "P", 1, 10, 0, "0.8"), Row("q", "Q", 1, 1, 9, "0.8")]
    assert brief(credited(odd, [], Back({"q": (0, 9)}))) == [("q", 0, 1, 8)]
    assert brief(credited(odd, [], Back({"p": (0, 9)}))) == [("p", 0, 9, 0)]


def test_a_row_has_something_besides_its_tax_where_that_is_asked() -> None:
    row = Row("t", "T", 1, 2, 8, "4")
    assert brief(credited([row], [], Back(other=5), least_net=1)) == [("t", 0, 1, 4)]
    assert brief(credited([row], [], Back(other=9), least_net=1)) == [("t", 0, 1, 8)]
    assert brief(credited([row], [], Back(other=10), least_net=1)) == [("t", 0, 2, 8)]
    assert brief(credited([row], [], Back(other=1), least_net=1)) == [("t", 0, 1, 0)]


def test_what_is_missing_of_the_tax_is_shared_evenly_by_the_rows_that_can() -> None:
    """Each row alone has a third of a unit of tax: the rate's tax is of the first ones, none twice."""
    rows = [Row(str(n), "N", 1, 30, 10, "0.3333") for n in range(5)]
    note = credited(rows, [], Back(other=10))
    assert [(row.gross, row.tax) for row in note] == [(2, 1), (2, 1), (2, 1), (2, 0), (2, 0)]
    more = credited(rows, note, Back(other=25))
    assert [(row.gross, row.tax) for row in more] == [(5, 2), (5, 1), (5, 1), (5, 1), (5, 1)]


def test_what_is_left_of_an_invoice() -> None:
    left = rows_left([A, B, FEE], [Row("a", "Mug", 1, 300, 30, "0.11"), Row("a", "Mug", 1, 100, 11, "0.11"), FEE])
    assert brief(left) == [("a", 1, 500, 59), ("b", 2, 500, 100)]
    assert brief(rows_left([B], [Row("b", "Cup", 0, 500, 100, "0.2")])) == [("b", 2, 0, 0)]
    assert brief(rows_left([B], [Row("b", "Cup", 2, 400, 100, "0.2")])) == [("b", 0, 100, 0)]


def taxes(rows: list[Row]) -> dict[str, tuple[int, int]]:
    return {row.id: (row.gross, row.tax) for row in rows}


def test_each_row_gives_its_own_share_of_the_tax_first() -> None:
    rows = [Row("large", "L", 1, 200, 100, "0.5"), Row("small", "S", 1, 20, 10, "0.5")]
    assert taxes(credited(rows, [], Back(other=165))) == {"large": (150, 50), "small": (15, 5)}


def test_what_the_rows_to_come_cannot_take_is_of_one_before() -> None:
    """Of 19.8 the one may give 18.9 and the other 0.9; but that one must keep a price of its own."""
    rows = [Row("x", "X", 1, 210, 1890, "9"), Row("y", "Y", 1, 10, 90, "9")]
    assert taxes(credited(rows, [], Back(other=22), least_net=1)) == {"x": (21, 20), "y": (1, 0)}


def test_what_is_missing_is_split_by_those_who_are_still_to_come() -> None:
    small = [Row(name, "S", 1, 10, 90, "9") for name in "abc"]
    large = [Row(name, "L", 1, 410, 3690, "9") for name in "xy"]
    note = taxes(credited([*small, *large], [], Back(other=85), least_net=1))
    assert note == {"a": (1, 0), "b": (1, 0), "c": (1, 0), "x": (41, 39), "y": (41, 38)}


def test_no_row_gives_more_tax_than_money() -> None:
    """Half of five is tax, rounded up to 3; who has tax gives two in all."""
    rows = [Row("p", "P", 1, 10, 0, "1"), Row("q", "Q", 1, 0, 10, "1")]
    assert taxes(credited(rows, [], Back(other=5))) == {"p": (3, 0), "q": (2, 2)}


def test_tax_that_went_before_is_not_given_twice() -> None:
    """Ten notes of 1.6 were rounded up to 2: the next one has that much less, of all rows alike."""
    rows = [Row(str(n), "S", 1, 600, 400, "0.6667") for n in range(10)]
    before = [row for one in rows for row in credited(rows, [], Back({one.id: (1, 4)}))]
    assert {row.tax for row in before} == {2}
    assert [row.tax for row in credited(rows, before, Back(other=80))] == [2, 2, 3, 3, 3, 3, 3, 3, 3, 3]


def test_no_row_gives_less_than_no_tax() -> None:
    rows = [Row("a", "A", 1, 6, 1, "0.4"), Row("b", "B", 1, 2, 2, "0.4")]
    first = credited(rows, [], Back(other=2))
    assert taxes(first) == {"a": (1, 1), "b": (1, 0)}
    assert taxes(credited(rows, first, Back(other=1))) == {"a": (1, 0)}
