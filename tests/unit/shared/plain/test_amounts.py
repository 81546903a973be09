"""F-C10: amounts as spreadsheets write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.plain.amounts import DecimalMark, WrongCurrency, decimal_mark_of, plain_number, read_amount
from functions.shared.plain.money import Money, to_decimal


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1,299.00", "CNY", 129900), ("1.299,00", "EUR", 129900), ("12,50", "EUR", 1250), ("12,5", "EUR", 1250),
        ("1 299,00", "EUR", 129900),
        ("1\u202f299,00\u00a0€", "EUR", 129900), ("1'299.00", "CHF", 129900), ("1’299.00", "CHF", 129900),
        ("￥１，２９９．００", "CNY", 129900),
        ("¥1,299", "CNY", 129900), ("¥1,299", "JPY", 1299), ("US$12.50", "USD", 1250), ("$12.50", "USD", 1250), ("12.50 USD", "USD", 1250),
        ("USD 12.50", "USD", 1250), ("1,23,456.78", "INR", 12345678), ("1.299.000", "IDR", 129900000), ("1,299,000", "KRW", 1299000),
        ("99元", "CNY", 9900), ("0", "CNY", 0), ("0.10", "CNY", 10), ("0,10", "EUR", 10), ("1.299", "KWD", 1299), ("-5.00", "CNY", -500),
        ("12.50 kr.", "SEK", 1250), ("Rs. 500", "INR", 50000), ("9.9900", "CNY", 999),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(text: str, currency: str, amount: int) -> None:
    assert read_amount(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "CNY"), ("-", "CNY"), ("free", "CNY"), ("1.005", "CNY"), ("1,299", "KWD"), ("1.299", "JPY"),
        ("1,2,3", "CNY"), ("1.2.3", "CNY"),
        ("12,34.56", "CNY"), ("1..2", "CNY"), ("1e5", "CNY"), ("NaN", "CNY"), ("1 2", "CNY"), ("12.", "CNY"), ("1,299.005", "CNY"),
        ("5 pieces", "CNY"), ("1,299,00", "EUR"),
    ],
)  # fmt: skip
def test_what_is_no_amount_or_could_be_two_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError):
        read_amount(text, currency)


@pytest.mark.parametrize(("text", "currency"), [("€5", "CNY"), ("$5", "EUR"), ("5 USD", "CNY"), ("£5", "USD"), ("¥5", "USD")])
def test_another_currency_than_the_files_is_told(text: str, currency: str) -> None:
    with pytest.raises(WrongCurrency):
        read_amount(text, currency)


def test_a_file_tells_by_its_other_cells_what_a_mark_means() -> None:
    assert decimal_mark_of(["1.299", "12,50"]) == ","
    assert decimal_mark_of(["1,299", "12.50"]) == "."
    assert decimal_mark_of(["12.50", "12,50"]) is None
    assert decimal_mark_of(["12", "", "€ 5"]) is None
    assert read_amount("1.299", "EUR", ",") == Money(129900, "EUR")
    assert read_amount("1,299", "KWD", ".") == Money(1299000, "KWD")
    assert plain_number("1.299", ",") == "1299"


@given(st.integers(0, 10**11), st.sampled_from(["CNY", "EUR", "KWD", "JPY"]), st.sampled_from([",", "."]), st.sampled_from(["", "g", "s"]))
def test_every_amount_comes_back_from_every_way_of_writing_it(amount: int, currency: str, mark: DecimalMark, grouping: str) -> None:
    whole, _, decimals = str(to_decimal(Money(amount, currency))).partition(".")
    other = {"": "", "g": "." if mark == "," else ",", "s": " "}[grouping]
    text = f"{int(whole):,}".replace(",", other) + (mark + decimals if decimals else "")
    assert read_amount(text, currency, mark) == Money(amount, currency)
