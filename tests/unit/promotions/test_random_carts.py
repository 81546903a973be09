"""I01, I15, X21: thousands of random carts against a reference in exact fractions (benchmarks/promotions_engine.py does 100,000)."""

from __future__ import annotations

import random

from tests.unit.promotions.random_carts import check, random_case


def test_three_thousand_random_carts_match_the_reference() -> None:
    dice = random.Random(20261111)
    applied = sum(bool(check(*random_case(dice), dice).applied) for _ in range(3000))
    assert applied > 1500
