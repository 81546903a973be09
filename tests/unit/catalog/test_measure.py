"""R06: the price per kg, l or m, computed exactly and rounded once."""

from __future__ import annotations

import pytest

from functions.catalog.model.measure import Measure, Unit
from functions.shared.plain.money import MAX_AMOUNT, Money


@pytest.mark.parametrize(
    ("price", "quantity", "unit", "tax", "told"),
    [
        (599, "0.75", "l", "", (799, "l")),
        (599, "750", "ml", "", (799, "l")),
        (599, "75", "cl", "", (799, "l")),
        (199, "125", "g", "", (1592, "kg")),
        (1, "3", "kg", "", (0, "kg")),
        (1, "2", "kg", "", (1, "kg")),
        (1000, "2.5", "m", "", (400, "m")),
        (1000, "25", "cm", "", (4000, "m")),
        (1000, "250", "mm", "", (4000, "m")),
        (1000, "500", "mg", "", (2_000_000, "kg")),
        (0, "1", "kg", "0.19", (0, "kg")),
        (10000, "1", "kg", "0.19", (11900, "kg")),
        (333, "100", "g", "0.07", (3563, "kg")),
    ],
)
def test_what_one_of_it_costs(price: int, quantity: str, unit: str, tax: str, told: tuple[int, str]) -> None:
    measure = Measure(quantity, Unit(unit))
    found = measure.price_of_base(Money(price, "EUR"), tax)
    assert found is not None
    assert (found.amount, measure.base) == told


def test_an_amount_that_cannot_be_told_is_not() -> None:
    assert Measure("0.001", Unit.MILLIGRAM).price_of_base(Money(MAX_AMOUNT, "EUR")) is None
