"""Credit notes end exactly at their invoice."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.invoices.model.credit import Back, TooMuchCredited, credited, rows_left
from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart, rate_sums, rows_of, sums_of
from tests.unit.invoices.test_rows import inside


def test_half_of_an_order_by_amount_has_half_of_its_tax() -> None:
    note = sums_of(credited(rows_of([inside("a", 10_000, "0.21")]), [], Back(other=5_000)))
    assert (note.net, note.tax) == (4132, 868)


def test_an_amount_goes_over_both_rates() -> None:
    invoice = rows_of([inside("a", 11_900, "0.19"), inside("b", 10_700, "0.07")])
    note = rate_sums(credited(invoice, [], Back(other=2_260)))
    assert [(one.rate, one.net, one.tax) for one in note] == [("0.19", 1000, 190), ("0.07", 1000, 70)]


def test_an_amount_over_many_small_lines_has_the_tax_of_the_amount() -> None:
    invoice = rows_of([inside(str(n), 99, "0.07") for n in range(10)])
    assert sums_of(credited(invoice, [], Back(other=495))).tax == 33  # 65 × 1/2, rounded


@pytest.mark.parametrize("order", list(permutations("abcd")))
def test_lines_one_at_a_time_in_each_order(order: tuple[str, ...]) -> None:
    nets = {"a": (6833, 1367), "b": (6833, 1366), "c": (5750, 1150), "d": (8500, 1700)}
    part = {name: TaxPart("VAT", "0.2", net, tax, included=False) for name, (net, tax) in nets.items()}
    invoice = rows_of([Sold(name, name, 1, net, 0, net + tax, (part[name],)) for name, (net, tax) in nets.items()])
    notes: list[Row] = []
    for name in order:
        notes += credited(invoice, notes, Back({name: (1, sum(nets[name]))}))
    assert {row.id: (row.net, row.tax) for row in notes} == nets
    assert (sums_of(notes).gross, sums_of(notes).tax) == (33499, 5583)
    assert rows_left(invoice, notes) == []


def test_a_line_that_goes_back_whole_after_an_amount() -> None:
    """Of the line only the rest is left; what is more goes over the others."""
    invoice = rows_of([inside("a", 11_900, "0.19"), inside("b", 10_700, "0.07")])
    first = credited(invoice, [], Back(other=2_260))
    second = credited(invoice, first, Back({"a": (1, 11_900)}))
    assert {row.id: (row.gross, row.quantity) for row in second} == {"a": (10_710, 1), "b": (1_190, 0)}


def test_more_than_the_invoice_is_refused() -> None:
    invoice = rows_of([inside("a", 1_000, "0.19")])
    with pytest.raises(TooMuchCredited):
        credited(invoice, credited(invoice, [], Back(other=1)), Back({"a": (1, 1_000)}))


_LINES = st.lists(st.tuples(st.integers(1, 3_000), st.sampled_from(["0.07", "0.19", "0"])), min_size=1, max_size=4)
_STEPS = st.lists(st.tuples(st.sampled_from(["line", "shipping", "other"]), st.integers(0, 3), st.integers(0, 100)), max_size=8)


@given(_LINES, st.integers(0, 900), _STEPS)
def test_whatever_goes_back_in_whatever_order(lines: list[tuple[int, str]], fee: int, steps: list[tuple[str, int, int]]) -> None:
    sold = [inside(str(n), gross, rate) for n, (gross, rate) in enumerate(lines)]
    taxes = inside("", fee, "0.19").taxes if fee else ()
    invoice = rows_of([*sold, Sold(DELIVERY, "DHL", 1, fee, 0, fee, taxes)])
    whole, notes = sums_of(invoice), list[Row]()
    line_left = {row.id: row.gross for row in invoice if not row.is_delivery}
    fee_left, left = fee, whole.gross
    for kind, which, percentage in [*steps, ("other", 0, 100)]:
        name = str(which % len(lines))
        amount = min(left, {"line": line_left[name], "shipping": fee_left, "other": left}[kind] * percentage // 100)
        if kind == "line":
            line_left[name] -= amount
            back = Back({name: (0, amount)})
        elif kind == "shipping":
            fee_left -= amount
            back = Back(shipping=amount)
        else:
            back = Back(other=amount)
        note = credited(invoice, notes, back)
        assert sums_of(note).gross == amount
        assert all(row.net >= 0 and row.tax >= 0 for row in note)
        notes += note
        left -= amount
    assert sums_of(notes) == whole
    assert rate_sums([row for row in notes if row.gross]) == rate_sums([row for row in invoice if row.gross])
    assert not [row for row in rows_left(invoice, notes) if row.gross]
