"""I14: what a message brought beside those who were held out, and how sure that is."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest

from functions.marketing.campaigns.figures import Result, Uplift, uplift_of


@pytest.mark.parametrize(
    ("told", "held_out", "wanted"),
    [
        ((9_000, 450), (1_000, 30), Uplift(20, 8, 32)),
        ((1_000, 50), (1_000, 50), Uplift(0, -20, 20)),
        ((10, 0), (10, 0), Uplift(0, -278, 278)),
        ((10, 1), (0, 0), None),
        ((0, 0), (10, 1), None),
    ],
)
def test_uplift_and_its_interval(told: tuple[int, int], held_out: tuple[int, int], wanted: Uplift | None) -> None:
    assert uplift_of(Result("told", *told), Result("held_out", *held_out)) == wanted


def test_the_interval_holds_the_true_difference_19_times_in_20() -> None:
    chance, inside = Random(3), 0
    for _ in range(400):
        told, held_out = (_orders(chance, 2_000 * rate) for rate in (0.06, 0.04))
        found = uplift_of(Result("told", 2_000, told), Result("held_out", 2_000, held_out))
        assert found is not None
        inside += found.low <= 20 <= found.high
    assert 0.92 <= inside / 400 <= 1.0


def _orders(chance: Random, mean: float) -> int:
    return max(0, round(chance.gauss(mean, sqrt(mean))))
