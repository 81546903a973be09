"""Rates of exchange as staff enter them, and what is asked in a currency in which nobody wrote a price. Pure."""

from __future__ import annotations

from dataclasses import field
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import MAX_AMOUNT, Money, exponent


class Mode(StrEnum):
    """Where a converted amount lies between two that are asked: the nearer one (the higher in the middle), the higher, the lower."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


_ROUNDING = {Mode.NEAREST: ROUND_HALF_UP, Mode.UP: ROUND_UP, Mode.DOWN: ROUND_DOWN}
_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Rounding:
    """To a multiple of so many minor units."""

    step: int = 1
    mode: Mode = Mode.NEAREST


@dataclass(frozen=True)
class ExchangeRate:
    """One of `base` is `rate` (a decimal text) of `currency`, from `starts_at` on (a text of times.iso; empty: always) until the next one
    of the two begins."""

    id: str
    base: str
    currency: str
    rate: str
    starts_at: str = ""
    rounding: Rounding = field(default_factory=Rounding)

    def convert(self, money: Money) -> Money:
        """Rounded once. What costs something costs something in every currency: one step at least."""
        units = _EXACT.multiply(Decimal(money.amount).scaleb(exponent(self.currency) - exponent(self.base)), Decimal(self.rate))
        steps = _EXACT.divide(units, Decimal(self.rounding.step)).quantize(Decimal(1), _ROUNDING[self.rounding.mode], _EXACT)
        amount = int(steps) * self.rounding.step
        return Money(min(MAX_AMOUNT, max(amount, self.rounding.step) if money.amount > 0 else amount), self.currency)


@dataclass(frozen=True)
class ExchangeRates:
    rates: tuple[ExchangeRate, ...] = ()

    def of(self, base: str, currency: str, at: str) -> ExchangeRate | None:
        """The one in force."""
        begun = [one for one in self.rates if (one.base, one.currency) == (base, currency) and one.starts_at <= at]
        return max(begun, key=lambda one: one.starts_at, default=None)

    def reached_from(self, base: str, at: str) -> list[str]:
        """The currencies that its prices can be converted into."""
        return list(dict.fromkeys(one.currency for one in self.rates if one.base == base and one.starts_at <= at))
