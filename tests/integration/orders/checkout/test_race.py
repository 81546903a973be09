"""Many buyers, few units, every kind of bad luck: a small edition of benchmarks/checkout_race.py."""

from __future__ import annotations

import pytest

from tests.support.race import race


@pytest.mark.parametrize("seed", [1, 2])
def test_every_unit_is_sold_once_and_nothing_stays_reserved(seed: int) -> None:
    """C02, D07, D10, X01, X08"""
    result = race(seed, buyers=48, units=6, in_flight=12, conflicts=0.1, losses=0.05)
    assert result.violations(6) == []
    assert result.faults["conflict"] > 0
