"""I05, I15, X21: what is missing to the next step is told only where it is true, and gifts compete like amounts."""

from __future__ import annotations

import pytest

from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Kind, Reason, Rule
from tests.unit.promotions.test_engine import basket, reasons


@pytest.mark.parametrize(
    ("cap", "spent", "hint"),
    [(None, 1000, (200, 50)), (150, 800, (100, 50)), (150, 950, None), (151, 950, (250, 1)), (120, 700, (200, 20)), (120, 1000, None)],
)
def test_a_cap_that_is_reached_has_no_further_step(cap: int | None, spent: int, hint: tuple[int, int] | None) -> None:
    """50 off for every 300: with a cap of 120 the third step gives 20 more, the fourth nothing."""
    outcome = evaluate([Rule("r", Kind.EVERY, "CNY", value=50, minimum=300, cap=cap)], basket((1, spent)))
    assert [(h.missing, h.off) for h in outcome.hints] == ([hint] if hint else [])


def test_a_capped_tier_promises_only_what_it_gives() -> None:
    rule = Rule("r", Kind.TIERS, "CNY", tiers=((10_000, 1000), (20_000, 3000), (30_000, 5000)), cap=2000)
    assert [(h.missing, h.off) for h in evaluate([rule], basket((1, 15_000))).hints] == [(5000, 2000)]
    assert evaluate([rule], basket((1, 20_000))).hints == ()


@pytest.mark.parametrize(
    ("rule", "pieces", "missing"),
    [
        (Rule("r", Kind.BUY_X_GET_Y, "CNY", x=2, y=1, value=10_000), 2, 1),
        (Rule("r", Kind.NTH_ITEM, "CNY", x=3, value=5000), 1, 2),
        (Rule("r", Kind.BUNDLE_PRICE, "CNY", x=4, value=999), 1, 3),
    ],
)
def test_pieces_that_are_missing_are_counted(rule: Rule, pieces: int, missing: int) -> None:
    (refused,) = evaluate([rule], basket((pieces, 500))).refused
    assert (refused.reason, refused.missing) == (Reason.TOO_FEW_PIECES, missing)


def test_a_bundle_that_is_not_cheaper_lacks_no_pieces() -> None:
    assert reasons(evaluate([Rule("r", Kind.BUNDLE_PRICE, "CNY", x=2, value=999)], basket((2, 100)))) == {"r": Reason.NOTHING_TO_TAKE_OFF}


def test_in_a_group_a_gift_beats_what_takes_nothing_off() -> None:
    rules = [
        Rule("far", Kind.FIXED, "CNY", value=500, minimum=90_000, group="g", priority=9),
        Rule("gift", Kind.GIFT, "CNY", gifts=("var_mug",), group="g"),
    ]
    outcome = evaluate(rules, basket((1, 100)))
    assert ([a.rule.id for a in outcome.applied], outcome.gifts) == (["gift"], ("var_mug",))
    assert reasons(outcome) == {"far": Reason.BELOW_MINIMUM}


def test_where_nothing_of_a_group_takes_anything_off_each_rule_says_its_own_reason() -> None:
    """I15: none of them was better."""
    rules = [
        Rule("far", Kind.FIXED, "CNY", value=500, minimum=90_000, group="g", priority=9),
        Rule("none", Kind.FIXED, "CNY", value=0, group="g"),
    ]
    assert reasons(evaluate(rules, basket((1, 100)))) == {"far": Reason.BELOW_MINIMUM, "none": Reason.NOTHING_TO_TAKE_OFF}


def test_of_two_exclusive_rules_that_take_nothing_off_the_one_with_more_gifts_applies() -> None:
    rules = [
        Rule("a", Kind.GIFT, "CNY", gifts=("var_1",), exclusive=True),
        Rule("b", Kind.GIFT, "CNY", gifts=("var_1", "var_2"), exclusive=True),
    ]
    outcome = evaluate(rules, basket((1, 100)))
    assert [a.rule.id for a in outcome.applied] == ["b"]
    assert reasons(outcome) == {"a": Reason.EXCLUSIVE_WON}


def test_who_is_exactly_on_a_step_is_told_of_the_next() -> None:
    """I05"""
    rule = Rule("r", Kind.TIERS, "CNY", tiers=((10_000, 1000), (20_000, 3000)))
    assert [(h.missing, h.off) for h in evaluate([rule], basket((1, 10_000))).hints] == [(10_000, 3000)]


@pytest.mark.parametrize(("kind", "value", "off"), [(Kind.FIXED, 500, 500), (Kind.PERCENT, 1000, 0)])
def test_below_its_minimum_a_rule_says_what_is_missing_and_above_it_nothing(kind: Kind, value: int, off: int) -> None:
    """I15: what a percentage will take off is not known before."""
    rule = Rule("r", kind, "CNY", value=value, minimum=2000)
    (refused,) = evaluate([rule], basket((1, 1500))).refused
    assert (refused.reason, refused.missing, refused.off) == (Reason.BELOW_MINIMUM, 500, off)
    reached = evaluate([rule], basket((1, 2500)))
    assert (len(reached.applied), reached.refused, reached.hints) == (1, (), ())


def test_a_tier_that_loses_in_its_group_does_not_promise_its_next_step() -> None:
    rules = [
        Rule("tiers", Kind.TIERS, "CNY", tiers=((1000, 100), (20_000, 3000)), group="g"),
        Rule("better", Kind.FIXED, "CNY", value=500, group="g"),
    ]
    outcome = evaluate(rules, basket((1, 1500)))
    assert ([a.rule.id for a in outcome.applied], reasons(outcome)) == (["better"], {"tiers": Reason.BETTER_IN_GROUP})
    assert outcome.refused[0].missing == 0
