"""X21, I15, I01, I05: the policy of stacking, on examples a shopkeeper would recognise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.promotions.model.engine import Outcome, evaluate
from functions.promotions.model.rule import Audience, Basket, BasketLine, Class, Kind, Reason, Rule, Scope

AT = datetime(2026, 11, 11, tzinfo=UTC)


def basket(*prices: tuple[int, int], codes: tuple[str, ...] = (), fee: int = 1000, customer: str | None = "cus", paid: int = 3) -> Basket:
    lines = tuple(
        BasketLine(f"l{i}", f"v{i}", f"p{i}", quantity, unit, frozenset({f"c{i % 2}"}), f"b{i % 3}", frozenset({f"t{i}"}))
        for i, (quantity, unit) in enumerate(prices)
    )
    return Basket("CNY", lines, fee, AT, customer_id=customer, paid_orders=paid, codes=codes)


def reasons(outcome: Outcome) -> dict[str | None, Reason]:
    return {entry.rule_id or entry.code: entry.reason for entry in outcome.refused}


@pytest.mark.parametrize(
    ("rule", "prices", "expected"),
    [
        (Rule("r", Kind.PERCENT, "CNY", value=1500), [(1, 999), (2, 1)], 150),
        (Rule("r", Kind.PERCENT, "CNY", value=5000, cap=300), [(1, 1000)], 300),
        (Rule("r", Kind.PERCENT, "CNY", value=1000), [(1, 5)], 1),  # half a fen is rounded up
        (Rule("r", Kind.FIXED, "CNY", value=500, minimum=2000), [(2, 1000)], 500),
        (Rule("r", Kind.FIXED, "CNY", value=500, minimum=2001), [(2, 1000)], 0),
        (Rule("r", Kind.FIXED, "CNY", value=5000), [(2, 1000)], 2000),
        (Rule("r", Kind.TIERS, "CNY", tiers=((10_000, 1000), (20_000, 3000))), [(1, 19_999)], 1000),
        (Rule("r", Kind.TIERS, "CNY", tiers=((10_000, 1000), (20_000, 3000))), [(1, 20_000)], 3000),
        (Rule("r", Kind.EVERY, "CNY", value=50, minimum=300, cap=150), [(1, 1000)], 150),
        (Rule("r", Kind.EVERY, "CNY", value=50, minimum=300), [(1, 1199)], 150),
        (Rule("r", Kind.FREE_SHIPPING, "CNY"), [(1, 1)], 1000),
        (Rule("r", Kind.BUY_X_GET_Y, "CNY", x=2, y=1, value=10_000), [(2, 500), (1, 300), (3, 200)], 400),
        (Rule("r", Kind.NTH_ITEM, "CNY", x=2, value=5000), [(1, 1000), (1, 600), (1, 500)], 300),
        (Rule("r", Kind.BUNDLE_PRICE, "CNY", x=3, value=999), [(3, 500), (1, 100)], 501),
        (Rule("r", Kind.BUNDLE_PRICE, "CNY", x=2, value=999), [(2, 100)], 0),
        (Rule("r", Kind.BUNDLE_PRICE, "CNY", x=2, value=999), [(3, 1000)], 1001),  # the third piece is in no bundle
        (Rule("r", Kind.PERCENT, "CNY", value=5000), [(1, 10_000_000)], 5_000_000),
        (Rule("r", Kind.BUY_X_GET_Y, "CNY", x=1, y=1, value=5000), [(2, 10_000_000)], 5_000_000),
        (Rule("r", Kind.NTH_ITEM, "CNY", x=1, value=5000), [(1, 10_000_000)], 5_000_000),
        # Rules that count by nothing take nothing off.
        (Rule("r", Kind.EVERY, "CNY", value=50), [(1, 1000)], 0),
        (Rule("r", Kind.BUY_X_GET_Y, "CNY", value=10_000), [(2, 500)], 0),
        (Rule("r", Kind.NTH_ITEM, "CNY", value=10_000), [(2, 500)], 0),
        (Rule("r", Kind.BUNDLE_PRICE, "CNY", value=1), [(2, 500)], 0),
        (Rule("r", Kind.GIFT, "CNY", gifts=("var_mug",)), [(1, 500)], 0),
    ],
)
def test_each_kind_takes_off_what_it_says(rule: Rule, prices: list[tuple[int, int]], expected: int) -> None:
    """I01, I05"""
    assert evaluate([rule], basket(*prices)).amount == expected


def test_each_rule_works_on_what_the_earlier_ones_left() -> None:
    """X21: 10 % of 100.00, then 20.00 off, then 50 % of the rest."""
    rules = [
        Rule("half", Kind.PERCENT, "CNY", value=5000, priority=1),
        Rule("ten", Kind.PERCENT, "CNY", value=1000, class_=Class.PRODUCT),
        Rule("twenty", Kind.FIXED, "CNY", value=2000, priority=2),
    ]
    assert [(a.rule.id, a.amount) for a in evaluate(rules, basket((1, 10_000))).applied] == [
        ("ten", 1000),
        ("twenty", 2000),
        ("half", 3500),
    ]


def test_of_a_group_the_better_deal_applies() -> None:
    """X21"""
    rules = [Rule("a", Kind.FIXED, "CNY", value=300, group="g", priority=9), Rule("b", Kind.PERCENT, "CNY", value=1000, group="g")]
    dear = evaluate(rules, basket((1, 10_000)))
    assert ([a.rule.id for a in dear.applied], reasons(dear)) == (["b"], {"a": Reason.BETTER_IN_GROUP})
    assert [a.rule.id for a in evaluate(rules, basket((1, 3000))).applied] == ["a"]  # a tie goes to the higher priority


def test_what_comes_after_a_group_or_after_a_rule_without_effect_still_applies() -> None:
    """X21"""
    rules = [
        Rule("a", Kind.FIXED, "CNY", value=300, group="g", priority=9),
        Rule("b", Kind.FIXED, "CNY", value=200, group="g", priority=8),
        Rule("nothing", Kind.FIXED, "CNY", value=0, priority=7),
        Rule("last", Kind.FIXED, "CNY", value=100),
    ]
    outcome = evaluate(rules, basket((1, 5000)))
    assert [a.rule.id for a in outcome.applied] == ["a", "last"]
    assert reasons(outcome) == {"b": Reason.BETTER_IN_GROUP, "nothing": Reason.NOTHING_TO_TAKE_OFF}
    assert {(refused.missing, refused.off) for refused in outcome.refused} == {(0, 0)}


def test_delivery_is_free_once_and_comes_last() -> None:
    """X21: whatever priority such a rule has."""
    rules = [
        Rule("0", Kind.FREE_SHIPPING, "CNY", priority=9, cap=700),
        Rule("1", Kind.FREE_SHIPPING, "CNY", priority=8),
        Rule("2", Kind.FREE_SHIPPING, "CNY", priority=7),
        Rule("goods", Kind.FIXED, "CNY", value=1),
    ]
    outcome = evaluate(rules, basket((1, 5000), fee=1000))
    assert [(a.rule.id, a.amount, a.off_shipping) for a in outcome.applied] == [("goods", 1, False), ("0", 700, True), ("1", 300, True)]
    assert reasons(outcome) == {"2": Reason.NOTHING_TO_TAKE_OFF}


def test_an_exclusive_rule_applies_alone_or_not_at_all() -> None:
    """X21"""
    rules = [
        Rule("alone", Kind.FIXED, "CNY", value=900, exclusive=True),
        Rule("a", Kind.FIXED, "CNY", value=500),
        Rule("ship", Kind.FREE_SHIPPING, "CNY"),
    ]
    cheap_delivery = evaluate(rules, basket((1, 5000), fee=300))
    assert ([a.rule.id for a in cheap_delivery.applied], cheap_delivery.amount) == (["alone"], 900)
    assert reasons(cheap_delivery) == {"a": Reason.EXCLUSIVE_WON, "ship": Reason.EXCLUSIVE_WON}
    without_effect = evaluate([*rules, Rule("nothing", Kind.FIXED, "CNY", value=0)], basket((1, 5000), fee=300))
    assert reasons(without_effect) == reasons(cheap_delivery) | {"nothing": Reason.NOTHING_TO_TAKE_OFF}
    dear_delivery = evaluate(rules, basket((1, 5000), fee=400))
    assert [a.rule.id for a in dear_delivery.applied] == ["a", "ship"]
    assert reasons(dear_delivery) == {"alone": Reason.EXCLUSIVE_LOST}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule("r", Kind.FIXED, "CNY", value=1, starts_at=AT + timedelta(seconds=1)), Reason.NOT_STARTED),
        (Rule("r", Kind.FIXED, "CNY", value=1, ends_at=AT), Reason.ENDED),
        (Rule("r", Kind.FIXED, "USD", value=1), Reason.OTHER_CURRENCY),
        (Rule("r", Kind.FIXED, "CNY", value=1, audience=Audience(newcomer_only=True)), Reason.NEWCOMERS_ONLY),
        (Rule("r", Kind.FIXED, "CNY", value=1, audience=Audience(groups=frozenset({"gold"}))), Reason.NOT_FOR_YOU),
        (Rule("r", Kind.FIXED, "CNY", value=1, audience=Audience(channels=frozenset({"app"}))), Reason.NOT_FOR_YOU),
        (Rule("r", Kind.FIXED, "CNY", value=1, scope=Scope(brands=frozenset({"other"}))), Reason.NO_ELIGIBLE_LINE),
        (Rule("r", Kind.FIXED, "CNY", value=1, minimum_pieces=2), Reason.TOO_FEW_PIECES),
        (Rule("r", Kind.PERCENT, "CNY", value=1), Reason.NOTHING_TO_TAKE_OFF),
    ],
)
def test_a_refusal_names_its_reason(rule: Rule, reason: Reason) -> None:
    """I15"""
    outcome = evaluate([rule], basket((1, 100)))
    assert (outcome.amount, reasons(outcome)) == (0, {"r": reason})


def test_the_edges_of_the_period_are_exact() -> None:
    """I03: valid from its first second, over from the second it ends."""
    rule = Rule("r", Kind.FIXED, "CNY", value=1, starts_at=AT, ends_at=AT + timedelta(milliseconds=1))
    assert evaluate([rule], basket((1, 100))).amount == 1


def test_codes_apply_only_when_named_and_unknown_ones_are_told() -> None:
    """I15"""
    rule = Rule("r", Kind.FIXED, "CNY", value=1, code="SAVE")
    assert evaluate([rule], basket((1, 100))).amount == 0
    outcome = evaluate([rule], basket((1, 100), codes=("NOPE", "SAVE")))
    assert (outcome.amount, reasons(outcome)) == (1, {"NOPE": Reason.UNKNOWN_CODE})


def test_the_way_to_the_next_tier_is_told() -> None:
    """I05"""
    rule = Rule("r", Kind.TIERS, "CNY", tiers=((10_000, 1000), (20_000, 3000)))
    below = evaluate([rule], basket((1, 9000)))
    assert [(r.reason, r.missing, r.off) for r in below.refused] == [(Reason.BELOW_MINIMUM, 1000, 1000)]
    between = evaluate([rule], basket((1, 15_000)))
    assert [(h.missing, h.off) for h in between.hints] == [(5000, 3000)]
    assert evaluate([rule], basket((1, 20_000))).hints == ()


def test_a_gift_applies_without_an_amount_once_its_minimum_is_reached() -> None:
    rule = Rule("r", Kind.GIFT, "CNY", gifts=("var_mug",), minimum=100)
    assert evaluate([rule], basket((1, 100))).gifts == ("var_mug",)
    assert evaluate([rule], basket((1, 99))).gifts == ()
