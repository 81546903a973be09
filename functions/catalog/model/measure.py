"""The price per kilogram, litre or metre of what is sold by measure. Pure.

Source: Directive 98/6/EC, Article 2(b): the final price, with tax, of one kilogram, one litre or one metre; Article 3: shown beside the
price. It is computed from the price that is shown, so it follows every change of it, and is never stored.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Literal

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import MAX_AMOUNT, Money, round_half_up

Base = Literal["kg", "l", "m"]


class Unit(StrEnum):
    """In which the content of a piece is told."""

    MILLIGRAM = "mg"
    GRAM = "g"
    KILOGRAM = "kg"
    MILLILITRE = "ml"
    CENTILITRE = "cl"
    LITRE = "l"
    MILLIMETRE = "mm"
    CENTIMETRE = "cm"
    METRE = "m"


_PARTS: dict[Unit, tuple[Base, int]] = {
    Unit.MILLIGRAM: ("kg", 1_000_000), Unit.GRAM: ("kg", 1000), Unit.KILOGRAM: ("kg", 1),
    Unit.MILLILITRE: ("l", 1000), Unit.CENTILITRE: ("l", 100), Unit.LITRE: ("l", 1),
    Unit.MILLIMETRE: ("m", 1000), Unit.CENTIMETRE: ("m", 100), Unit.METRE: ("m", 1),
}  # fmt: skip
"""What a price is told for, and how many of the unit that is."""


@dataclass(frozen=True)
class Measure:
    """What one piece holds. `quantity` is a decimal text above zero."""

    quantity: str
    unit: Unit

    @classmethod
    def of(cls, told: tuple[str, ...]) -> Measure | None:
        """Back from `told`."""
        return cls(told[0], Unit(told[1])) if told else None

    @property
    def told(self) -> tuple[str, ...]:
        """As plain texts: quantity and unit."""
        return self.quantity, self.unit.value

    @property
    def base(self) -> Base:
        return _PARTS[self.unit][0]

    def price_of_base(self, price: Money, tax: str = "") -> Money | None:
        """`tax`: a decimal text such as "0.19", where the price is without it and the market asks for it. Rounded once, half up. None for
        an amount that readers of JSON do not keep exactly: a grain of something dear says nothing of a kilogram."""
        exact = price.amount * (1 + Fraction(tax or 0)) * _PARTS[self.unit][1] / Fraction(self.quantity)
        amount = round_half_up(exact)
        return Money(amount, price.currency) if amount <= MAX_AMOUNT else None
