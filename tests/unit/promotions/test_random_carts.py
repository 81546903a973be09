"""I01, I15, X21: thousands of random carts against a reference in exact fractions (benchmarks/promotions_engine.py does 100,000)."""

from __future__ import annotations

import random

import pytest

from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Kind
from tests.unit.promotions.random_carts import case_of, check, random_case, reference


def test_three_thousand_random_carts_match_the_reference() -> None:
    dice = random.Random(20261111)
    applied = sum(bool(check(*random_case(dice), dice).applied) for _ in range(3000))
    assert applied > 1500


@pytest.mark.parametrize("kind", list(Kind))
def test_a_thousand_random_carts_of_each_kind(kind: Kind) -> None:
    """I01: with minimum, cap, scope and currency; to the minor unit, split over lines without remainder. The benchmark does 10,000 of
    each kind."""
    dice = random.Random(f"1111 {kind}")
    taken = 0
    for _ in range(1_000):
        rule, basket = case_of(dice, kind)
        outcome = evaluate([rule], basket)
        amount = sum(reference([rule], basket).values())
        assert outcome.amount == amount >= 0
        for entry in outcome.applied:
            assert entry.off_shipping or sum(entry.shares.values()) == amount
            assert all(0 <= entry.shares.get(x.line_id, 0) <= x.unit_price * x.quantity for x in basket.lines)
        # Whatever does not apply says why.
        assert outcome.applied or outcome.refused
        taken += amount > 0
    assert taken > 50 or kind is Kind.GIFT
