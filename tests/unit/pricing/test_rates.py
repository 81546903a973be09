"""B10: what is asked in a currency in which nobody wrote a price."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from functions.pricing.model.rates import ExchangeRate, ExchangeRates, Mode, Rounding
from functions.shared.plain.money import Money, exponent


@pytest.mark.parametrize(
    ("amount", "base", "currency", "rate", "step", "mode", "expected"),
    [
        (10_000, "CNY", "USD", "0.1389", 1, Mode.NEAREST, 1389),
        (9_999, "CNY", "USD", "0.1389", 1, Mode.DOWN, 1388),
        (9_999, "CNY", "USD", "0.1389", 1, Mode.UP, 1389),
        (10_000, "CNY", "JPY", "21.5", 1, Mode.NEAREST, 2150),
        (10_000, "CNY", "JPY", "21.5", 100, Mode.UP, 2200),
        (10_000, "CNY", "KWD", "0.0427", 1, Mode.NEAREST, 4270),
        (2150, "JPY", "CNY", "0.0465", 1, Mode.NEAREST, 9998),
        (5, "CNY", "USD", "0.1", 1, Mode.NEAREST, 1),
        (4, "CNY", "USD", "0.1", 1, Mode.NEAREST, 1),
        (1, "CNY", "USD", "0.1", 50, Mode.DOWN, 50),
        (0, "CNY", "USD", "0.1", 50, Mode.UP, 0),
        (250, "CNY", "USD", "0.1", 50, Mode.NEAREST, 50),
    ],
)
def test_a_price_is_rounded_once_as_its_rate_says(
    amount: int, base: str, currency: str, rate: str, step: int, mode: Mode, expected: int
) -> None:
    """Minor units of 1/1, 1/100 and 1/1000; the middle goes up; nothing that costs something becomes free."""
    one = ExchangeRate("r", base, currency, rate, rounding=Rounding(step, mode))
    assert one.convert(Money(amount, base)) == Money(expected, currency)


@pytest.mark.parametrize("seed", range(3))
def test_conversion_equals_fractions(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(1000):
        base, currency = source.sample(("CNY", "USD", "JPY", "KWD"), 2)
        rate = str(Decimal(source.randint(1, 10**10)).scaleb(-source.randint(0, 9)))
        if "E" in rate:
            continue
        step, mode, amount = source.choice((1, 5, 99)), source.choice(tuple(Mode)), source.randint(0, 10**9)
        exact = Fraction(amount) * Fraction(rate) * Fraction(10) ** (exponent(currency) - exponent(base)) / step
        whole, rest = divmod(exact, 1)
        up = {Mode.UP: rest > 0, Mode.DOWN: False, Mode.NEAREST: rest >= Fraction(1, 2)}[mode]
        wanted = (int(whole) + up) * step
        got = ExchangeRate("r", base, currency, rate, rounding=Rounding(step, mode)).convert(Money(amount, base)).amount
        assert got == min(10**13, max(wanted, step) if amount else 0)


def test_the_latest_that_has_begun_is_in_force() -> None:
    rates = ExchangeRates(
        (
            ExchangeRate("b", "CNY", "USD", "2", "2026-11-02T00:00:00.000Z"),
            ExchangeRate("a", "CNY", "USD", "1"),
            ExchangeRate("c", "CNY", "EUR", "3", "2026-11-03T00:00:00.000Z"),
        )
    )
    begun = [rates.of("CNY", "USD", moment) for moment in ("2026-11-01T23:59:59.999Z", "2026-11-02T00:00:00.000Z")]
    assert [one.id for one in begun if one] == ["a", "b"]
    assert (rates.of("CNY", "EUR", "2026-11-02T00:00:00.000Z"), rates.of("USD", "CNY", "2026-12-01T00:00:00.000Z")) == (None, None)
    assert rates.reached_from("CNY", "2026-11-02T00:00:00.000Z") == ["USD"]
