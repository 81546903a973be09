"""X21, I15: the policy of stacking, on random rules and carts."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Class, Kind, Rule, Scope
from tests.unit.promotions.test_engine import basket

_money = st.integers(0, 50_000)
_rules = st.builds(
    Rule,
    st.uuids().map(str),
    st.sampled_from(list(Kind)),
    st.just("CNY"),
    value=st.integers(0, 10_000),
    cap=st.none() | _money,
    minimum=_money,
    minimum_pieces=st.integers(0, 5),
    x=st.integers(0, 4),
    y=st.integers(0, 2),
    tiers=st.lists(st.tuples(_money, _money), max_size=3).map(tuple),
    scope=st.sampled_from([Scope(), Scope(categories=frozenset({"c0"})), Scope(excluded_products=frozenset({"p1"}))]),
    code=st.none() | st.sampled_from(["A", "B", "C"]),
    class_=st.sampled_from([Class.PRODUCT, Class.ORDER]),
    priority=st.integers(0, 2),
    group=st.none() | st.sampled_from(["g", "h"]),
    exclusive=st.booleans(),
)


@settings(max_examples=300)
@given(
    st.lists(_rules, max_size=6, unique_by=lambda r: r.code or r.id),
    st.lists(st.tuples(st.integers(1, 5), _money), max_size=6),
    st.randoms(),
)
def test_any_order_of_rules_and_codes_gives_the_same_and_parts_add_up(
    rules: list[Rule], prices: list[tuple[int, int]], dice: random.Random
) -> None:
    """I15, X21: no order matters, no line and no fee falls below zero, every minor unit names its rule."""
    codes = ["A", "B", "C"]
    first = evaluate(rules, basket(*prices, codes=tuple(codes)))
    dice.shuffle(codes)
    shuffled = list(rules)
    dice.shuffle(shuffled)
    again = evaluate(shuffled, basket(*prices, codes=tuple(codes)))
    assert first.applied == again.applied
    assert set(first.refused) == set(again.refused)
    taken = {f"l{i}": 0 for i in range(len(prices))}
    for applied in first.applied:
        assert applied.amount > 0 or applied.rule.gifts
        assert applied.off_shipping or sum(applied.shares.values()) == applied.amount
        for line_id, share in applied.shares.items():
            taken[line_id] += share
    assert all(0 <= taken[f"l{i}"] <= quantity * unit for i, (quantity, unit) in enumerate(prices))
    assert sum(a.amount for a in first.applied if a.off_shipping) <= 1000
    applied_ids = [a.rule.id for a in first.applied]
    assert len(applied_ids) == len(set(applied_ids))
    assert not set(applied_ids) & {r.rule_id for r in first.refused}
