"""Money: integer minor units plus an ISO 4217 currency. No float ever; one documented rounding rule.

The rounding rule (X06): a fraction of a minor unit is rounded half up on its absolute value (``round_half_up``), once, at the
end of the one calculation it belongs to; an amount that must be split is split by ``prorate`` (largest remainder), so that the
parts always add up to the whole.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import TYPE_CHECKING

from functions.shared.plain.deferred import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

# ISO 4217 list one: currencies whose minor unit is not 1/100.
_EXPONENTS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
    0,
)
_EXPONENTS |= dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
_TWO_PLACES = [
    "AED",
    "AFN",
    "ALL",
    "AMD",
    "AOA",
    "ARS",
    "AUD",
    "AWG",
    "AZN",
    "BAM",
    "BBD",
    "BDT",
    "BGN",
    "BMD",
    "BND",
    "BOB",
    "BRL",
    "BSD",
    "BTN",
    "BWP",
    "BYN",
    "BZD",
    "CAD",
    "CDF",
    "CHF",
    "CNY",
    "COP",
    "CRC",
    "CUP",
    "CVE",
    "CZK",
    "DKK",
    "DOP",
    "DZD",
    "EGP",
    "ERN",
    "ETB",
    "EUR",
    "FJD",
    "FKP",
    "GBP",
    "GEL",
    "GHS",
    "GIP",
    "GMD",
    "GTQ",
    "GYD",
    "HKD",
    "HNL",
    "HTG",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "IRR",
    "JMD",
    "KES",
    "KGS",
    "KHR",
    "KPW",
    "KYD",
    "KZT",
    "LAK",
    "LBP",
    "LKR",
    "LRD",
    "LSL",
    "MAD",
    "MDL",
    "MGA",
    "MKD",
    "MMK",
    "MNT",
    "MOP",
    "MRU",
    "MUR",
    "MVR",
    "MWK",
    "MXN",
    "MYR",
    "MZN",
    "NAD",
    "NGN",
    "NIO",
    "NOK",
    "NPR",
    "NZD",
    "PAB",
    "PEN",
    "PGK",
    "PHP",
    "PKR",
    "PLN",
    "QAR",
    "RON",
    "RSD",
    "RUB",
    "SAR",
    "SBD",
    "SCR",
    "SDG",
    "SEK",
    "SGD",
    "SHP",
    "SLE",
    "SOS",
    "SRD",
    "SSP",
    "STN",
    "SVC",
    "SYP",
    "SZL",
    "THB",
    "TJS",
    "TMT",
    "TOP",
    "TRY",
    "TTD",
    "TWD",
    "TZS",
    "UAH",
    "USD",
    "UYU",
    "UZS",
    "VES",
    "WST",
    "XCD",
    "YER",
    "ZAR",
    "ZMW",
    "ZWG",
]
_EXPONENTS |= dict.fromkeys(_TWO_PLACES, 2)
CURRENCIES = frozenset(_EXPONENTS)

# A sum of amounts stays far inside what JSON readers keep exactly (2^53).
MAX_AMOUNT = 10**13
MAX_SUM = 2**53 - 1
"""Of what many amounts add up to, as reports tell it."""
# The usual context would silently round a text of more than 28 digits to an acceptable one.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one calculation."""


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units, e.g. ``Money(89900, "CNY")`` = ¥899.00."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.amount * quantity, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount


def zero(currency: str) -> Money:
    return Money(0, currency)


def exponent(currency: str) -> int:
    """How many decimal places the currency has. Raises KeyError for an unknown code."""
    return _EXPONENTS[currency]


def to_decimal(money: Money) -> Decimal:
    """The amount in major units, exactly, with the currency's places."""
    return Decimal(money.amount).scaleb(-exponent(money.currency))


def money_text(money: Money) -> str:
    """``CNY 1,899.00``: exact, with the currency's places; for mails and pages."""
    return f"{money.currency} {to_decimal(money):,}"


def from_decimal(value: Decimal | str, currency: str) -> Money:
    """An amount from major units, e.g. ``"899.00"``. Raises ValueError for more places than the currency has, an amount
    beyond MAX_AMOUNT, or no number."""
    try:
        minor = Decimal(value).scaleb(exponent(currency), _EXACT)
    except ArithmeticError as error:
        raise ValueError(f"not an amount: {value!r}") from error
    if not minor.is_finite() or abs(minor) > MAX_AMOUNT or minor != minor.to_integral_value():
        raise ValueError(f"{value!r} is not a whole number of minor units of {currency} up to {MAX_AMOUNT}")
    return Money(int(minor), currency)


def round_half_up(value: Fraction) -> int:
    """The one rounding rule: halves away from zero."""
    sign = -1 if value < 0 else 1
    return sign * int((abs(value.numerator) * 2 + value.denominator) // (value.denominator * 2))


def prorate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, exactly: the parts add up to `total` (largest remainder, first wins ties).

    Weights must not be negative. If all are zero, the total goes to parts of equal weight.
    """
    if not weights:
        if total:
            raise ValueError("nothing to split the amount over")
        return []
    if min(weights) < 0:
        raise ValueError("negative weight")
    whole = sum(weights) or len(weights)
    shares = weights if sum(weights) else [1] * len(weights)
    sign = -1 if total < 0 else 1
    parts = [abs(total) * weight // whole for weight in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(abs(total) * shares[i] % whole), i))
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def decimal_round(value: Decimal) -> int:
    """The same rule for a Decimal of minor units."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
