"""What invoices say adds up to what was paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.invoices.model.rows import DELIVERY, RateSum, Row, Sold, Sums, TaxPart, percent, rate_sums, rows_of, sums_of


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


def test_what_is_not_said_of_a_row_is_none() -> None:
    assert Row("a", "A", 1, 0, 0) == Row("a", "A", 1, 0, 0, "0", "", False, 0, 0, "", "", "")
    assert (Row("delivery", "", 1, 0, 0).is_delivery, Row("delivery#2", "", 1, 0, 0).is_delivery) == (True, True)
    assert not Row("a#delivery", "", 1, 0, 0).is_delivery


def test_a_row_says_what_its_line_was() -> None:
    part = TaxPart("VAT", "0.19", 840, 160, included=True)
    (row,) = rows_of([Sold("a", "Mug", 2, 600, 200, 1000, (part,), "SKU-1")])
    assert row == Row("a", "Mug", 2, 840, 160, "0.19", "VAT", True, 600, 200, "SKU-1")
    (row,) = rows_of([Sold("a", "Mug", 2, 600, 200, 1190, (replace(part, base=1000, amount=190, included=False),))])
    assert (row.net, row.tax, row.included) == (1000, 190, False)


def test_a_line_that_bears_two_taxes_is_one_row_and_a_name_is_said_once() -> None:
    parts = (TaxPart("State", "0.04", 1000, 40, False), TaxPart("City", "0.045", 900, 45, False), TaxPart("State", "0.01", 1000, 10, False))
    (row,) = rows_of([Sold("a", "a", 1, 1000, 0, 1095, parts)])
    assert (row.net, row.tax, row.rate, row.tax_name) == (1000, 95, "0.095", "State + City")


def delivery(total: int, *parts: tuple[str, str, int, int]) -> list[tuple[str, int, int, str]]:
    taxes = tuple(TaxPart(title, rate, base, tax, included=False) for title, rate, base, tax in parts)
    rows = rows_of([Sold(DELIVERY, "DHL", 1, total, 0, total, taxes)])
    return [(row.id, row.gross, row.tax, row.rate) for row in rows]


def test_a_delivery_has_a_row_for_each_part_of_its_fee_and_one_for_what_no_rate_is_for() -> None:
    state, city = ("State", "0.04", 500, 20), ("City", "0.06", 500, 30)
    # A name again is another part of the fee, also of the same amount.
    assert delivery(1100, state, city, state, city) == [("delivery", 550, 50, "0.1"), ("delivery#2", 550, 50, "0.1")]
    other = ("City", "0.05", 400, 20)
    assert delivery(940, state, other) == [("delivery", 520, 20, "0.04"), ("delivery#2", 420, 20, "0.05")]
    assert delivery(1000, state, other) == [
        ("delivery", 520, 20, "0.04"),
        ("delivery#2", 420, 20, "0.05"),
        ("delivery#3", 60, 0, "0"),
    ]
    assert delivery(941, state, other)[2:] == [("delivery#3", 1, 0, "0")]
    # Less than its parts come to: their bases say nothing, so all is one row.
    assert delivery(939, state, other) == [("delivery", 939, 40, "0.09")]
    assert delivery(900) == [("delivery", 900, 0, "0")]


def test_a_tax_is_never_more_than_what_was_paid() -> None:
    (row,) = rows_of([Sold("a", "a", 1, 100, 0, 5, (TaxPart("VAT", "0.2", 25, 6, included=False),))])
    assert (row.net, row.tax) == (0, 5)


def test_a_rate_that_was_not_kept_is_what_its_tax_comes_to_in_tenths_of_a_percent() -> None:
    def rate(net: int, tax: int) -> str:
        return rows_of([Sold("a", "a", 1, net, 0, net + tax, (TaxPart("VAT", "", 0, tax, included=False),))])[0].rate

    assert [rate(1000, 80), rate(999, 80), rate(2000, 175), rate(1, 0), rate(0, 5), rate(2000, 1)] == [
        "0.08",
        "0.08",
        "0.088",
        "0",
        "0",
        "0.001",
    ]
    half = (TaxPart("State", "0.04", 0, 40, included=False), TaxPart("City", "", 0, 45, included=False))
    assert rows_of([Sold("a", "a", 1, 1000, 0, 1085, half)])[0].rate == "0.085", "one that is known does not tell the other"


def test_why_no_tax_is_borne_is_said_of_all_that_bears_none_if_there_is_one_reason() -> None:
    exempt = TaxPart("VAT", "0", 1000, 0, False, "E", "Small business")
    goods = Sold("a", "a", 1, 1000, 0, 1000, (TaxPart("VAT", "0", 1000, 0, False), exempt))
    gift, taxed = Sold("g", "g", 1, 0, 0, 0), inside("b", 1190, "0.19")
    rows = rows_of([goods, gift, taxed])
    assert [(row.category, row.reason) for row in rows] == [("E", "Small business")] * 2 + [("", "")]
    other = replace(goods, id="o", taxes=(replace(exempt, category="O", reason="Out of scope"),))
    assert [row.category for row in rows_of([goods, gift, other])] == ["E", "", "O"]
    mixed = Sold("m", "m", 1, 1000, 0, 1190, (TaxPart("VAT", "0.19", 1000, 190, False), exempt))
    assert rows_of([mixed])[0].category == "", "what bears a tax needs no reason"


def test_sums_by_rate_the_highest_first_and_by_reason() -> None:
    rows = [
        Row("a", "", 1, 100, 7, "0.07", "VAT"),
        Row("b", "", 1, 200, 38, "0.19", "VAT"),
        Row("c", "", 1, 300, 0, "0", "", category="E", reason="x"),
        Row("d", "", 1, 50, 4, "0.07", "VAT"),
        Row("e", "", 1, 30, 0, "0", "", category="O", reason="y"),
    ]
    assert rate_sums(rows) == [
        RateSum("0.19", "VAT", 200, 38),
        RateSum("0.07", "VAT", 150, 11),
        RateSum("0", "", 300, 0, "E", "x"),
        RateSum("0", "", 30, 0, "O", "y"),
    ]
    assert sums_of(rows) == Sums(680, 49)


def test_the_tax_in_prices_is_counted_once_per_rate() -> None:
    """Ten times 0.03 at 19 % are 0.05 of tax, and not ten times nothing; what bears its tax on top is left as it is."""
    top = Sold("t", "t", 1, 3, 0, 4, (TaxPart("VAT", "0.19", 3, 1, included=False),))
    rows = rows_of([*(inside(str(n), 3, "0.19") for n in range(10)), inside("x", 107, "0.07"), top])
    assert sum(row.tax for row in rows[:10]) == 5
    assert [row.tax for row in rows[:10]] == [1] * 5 + [0] * 5
    assert (rows[10].tax, rows[11].net, rows[11].tax) == (7, 3, 1)
