"""What invoices say adds up to what was paid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart, percent, rate_sums, rows_of, sums_of


def inside(id_: str, gross: int, rate: str, *, quantity: int = 1) -> Sold:
    """A line as an order prices it: its tax rounded on its own."""
    tax = round(gross * float(rate) / (1 + float(rate)))
    part = TaxPart("VAT", rate, gross - tax, tax, included=True)
    return Sold(id_, id_, quantity, gross // quantity, 0, gross, (part,))


def amounts(rows: list[Row]) -> tuple[int, int, int]:
    sums = sums_of(rows)
    return sums.net, sums.tax, sums.gross


def test_three_pieces_with_tax_inside() -> None:
    assert amounts(rows_of([inside("a", 2997, "0.19", quantity=3)])) == (2518, 479, 2997)


def test_ten_lines_of_99_cents() -> None:
    rows = rows_of([inside(f"line {n}", 99, "0.07") for n in range(10)])
    assert amounts(rows) == (925, 65, 990)
    assert sorted(row.net for row in rows) == [92] * 5 + [93] * 5


def test_tax_on_top_is_what_the_order_asked_for() -> None:
    lines = [
        Sold(name, name, 1, net, 0, net + tax, (TaxPart("VAT", "0.2", net, tax, included=False),))
        for name, net, tax in (("a", 6833, 1367), ("b", 6833, 1366), ("c", 5750, 1150), ("d", 8500, 1700))
    ]
    assert amounts(rows_of(lines)) == (27916, 5583, 33499)


def test_a_delivery_that_bears_two_rates_is_two_rows() -> None:
    taxes = (TaxPart("VAT", "0.19", 420, 80, included=True), TaxPart("VAT", "0.07", 467, 33, included=True))
    rows = rows_of([Sold(DELIVERY, "DHL", 1, 1000, 0, 1000, taxes)])
    assert [(row.id, row.gross, row.tax, row.rate) for row in rows] == [("delivery", 500, 80, "0.19"), ("delivery#2", 500, 33, "0.07")]


def test_state_and_county_are_one_rate_of_one_row() -> None:
    taxes = (TaxPart("County", "0.0125", 1000, 13, included=False), TaxPart("State", "0.0625", 1000, 63, included=False))
    (row,) = rows_of([Sold(DELIVERY, "UPS", 1, 1000, 0, 1076, taxes)])
    assert (row.net, row.tax, row.rate, row.tax_name) == (1000, 76, "0.075", "County + State")


@pytest.mark.parametrize(("taxes", "expected"), [((), (1000, 0, "0")), ((TaxPart("VAT", "", 0, 160, included=True),), (840, 160, "0.19"))])
def test_what_bears_no_tax_and_what_was_sold_before_rates_were_kept(taxes: Any, expected: Any) -> None:
    (row,) = rows_of([Sold("a", "a", 1, 1000, 0, 1000, taxes)])
    assert (row.net, row.tax, row.rate) == expected


def test_a_fee_of_which_a_part_bears_no_tax() -> None:
    rows = rows_of([Sold(DELIVERY, "DHL", 1, 500, 0, 500, (TaxPart("VAT", "0.19", 210, 40, included=True),))])
    # One rate is for all of it: what is not in its base was rounded away.
    assert [(row.gross, row.rate) for row in rows] == [(500, "0.19")]


def test_percents() -> None:
    assert [percent(rate) for rate in ("0.19", "0.0875", "0", "0.2")] == ["19", "8.75", "0", "20"]


@given(st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from(["0", "0.07", "0.19", "0.13"])), min_size=1, max_size=12))
def test_what_was_paid_is_the_sum_of_net_and_tax(lines: list[tuple[int, str]]) -> None:
    rows = rows_of([inside(str(n), gross, rate) for n, (gross, rate) in enumerate(lines)])
    assert sums_of(rows).gross == sum(gross for gross, _ in lines)
    assert [row.gross for row in rows] == [gross for gross, _ in lines]
    assert all(row.net >= 0 and row.tax >= 0 for row in rows)
    assert sum(one.tax for one in rate_sums(rows)) == sums_of(rows).tax
    for one in rate_sums(rows):
        assert abs(one.net * float(one.rate) - one.tax) <= 1
