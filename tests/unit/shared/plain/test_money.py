"""Money is exact: nothing appears, nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.plain.money import (
    CURRENCIES,
    MAX_AMOUNT,
    MAX_SUM,
    CurrencyMismatch,
    Money,
    decimal_round,
    exponent,
    from_decimal,
    prorate,
    round_half_up,
    to_decimal,
    zero,
)

AMOUNTS = st.integers(-MAX_AMOUNT, MAX_AMOUNT)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    """X06"""
    assert sum(prorate(total, weights)) == total


@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_unit_away_from_its_exact_share(total: int, weights: list[int]) -> None:
    shares = weights if sum(weights) else [1] * len(weights)
    for part, share in zip(prorate(total, weights), shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1


@given(AMOUNTS, WEIGHTS)
def test_the_larger_remainder_gets_the_unit(total: int, weights: list[int]) -> None:
    shares = weights if sum(weights) else [1] * len(weights)
    remainders = [abs(total) * share % sum(shares) for share in shares]
    floors = [abs(total) * share // sum(shares) for share in shares]
    got = [abs(part) - floor for part, floor in zip(prorate(total, weights), floors, strict=True)]
    lucky = [(r, -i) for i, r in enumerate(remainders) if got[i]]
    unlucky = [(r, -i) for i, r in enumerate(remainders) if not got[i]]
    assert set(got) <= {0, 1}
    assert not lucky or not unlucky or min(lucky) > max(unlucky)


@given(AMOUNTS, WEIGHTS)
def test_a_refund_is_split_as_the_charge_was(total: int, weights: list[int]) -> None:
    assert prorate(-total, weights) == [-part for part in prorate(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [0, 0], [5, 5]),
        (10, [0, 3], [0, 10]),
        (1, [1, 2], [0, 1]),
        (-1, [1, 2], [0, -1]),
        (0, [1, 2], [0, 0]),
        (0, [], []),
        (999, [19900, 9900, 100], [665, 331, 3]),
    ],
)
def test_known_splits(total: int, weights: list[int], parts: list[int]) -> None:
    assert prorate(total, weights) == parts


def test_what_cannot_be_split_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        prorate(1, [])
    with pytest.raises(ValueError, match="negative weight"):
        prorate(1, [1, -1])


@pytest.mark.parametrize(("value", "rounded"), [("1/2", 1), ("-1/2", -1), ("3/2", 2), ("5/2", 3), ("1/3", 0), ("2/3", 1), ("-5/2", -3)])
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    """X06"""
    assert round_half_up(Fraction(value)) == rounded


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_both_rounding_functions_are_one_rule(numerator: int, places: int) -> None:
    assert round_half_up(Fraction(numerator, 10**places)) == decimal_round(Decimal(numerator).scaleb(-places))


@given(AMOUNTS, st.sampled_from(sorted(CURRENCIES)))
def test_major_units_and_back(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert from_decimal(to_decimal(money), currency) == money
    assert from_decimal(str(to_decimal(money)), currency) == money


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("899.00", "CNY", 89900),
        ("899", "CNY", 89900),
        ("500", "JPY", 500),
        ("1.005", "KWD", 1005),
        ("-0.01", "EUR", -1),
        ("1e2", "USD", 10000),
    ],
)
def test_currencies_of_0_2_and_3_decimals(text: str, currency: str, amount: int) -> None:
    assert from_decimal(text, currency) == Money(amount, currency)
    assert to_decimal(Money(amount, currency)) == Decimal(text)
    assert -to_decimal(zero(currency)).as_tuple().exponent == exponent(currency)  # type: ignore[operator]


@pytest.mark.parametrize("text", ["1.005", "0.001", "x", "", "NaN", "sNaN", "Infinity", "1e3000", "1.00" + "0" * 40 + "1", str(MAX_AMOUNT)])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|whole number"):
        from_decimal(text, "CNY")


def test_arithmetic_stays_in_one_currency() -> None:
    assert Money(1, "CNY") + Money(2, "CNY") - Money(4, "CNY") == Money(-1, "CNY")
    assert -Money(3, "CNY") * 2 == Money(-6, "CNY")
    assert zero("CNY") == Money(0, "CNY")
    for operation in (Money.__add__, Money.__sub__):
        with pytest.raises(CurrencyMismatch):
            operation(Money(1, "CNY"), Money(1, "USD"))
    with pytest.raises(TypeError):
        sorted([Money(1, "CNY"), Money(2, "USD")])  # type: ignore[type-var]
    with pytest.raises(KeyError):
        exponent("XXX")


def test_the_largest_amount_is_the_same_everywhere() -> None:
    """A hundred thousand million with two places: both neighbours, in digits."""
    assert from_decimal("100000000000.00", "CNY") == Money(MAX_AMOUNT, "CNY")
    for text in ("100000000000.01", "-100000000000.01"):
        with pytest.raises(ValueError, match="whole number"):
            from_decimal(text, "CNY")


def test_the_largest_sum_is_the_last_whole_number_that_every_reader_of_json_keeps_apart_from_the_next() -> None:
    assert float(MAX_SUM - 1) < float(MAX_SUM) < float(MAX_SUM + 1) == float(MAX_SUM + 2)
