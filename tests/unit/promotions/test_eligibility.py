"""I01, I03, I15: whether a rule may apply to a basket at all, condition by condition and at each bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.promotions.model.eligibility import addresses, below_minimum, counts, eligible_lines, refusal
from functions.promotions.model.rule import Audience, Basket, BasketLine, Kind, Reason, Rule, Scope

AT = datetime(2026, 11, 11, tzinfo=UTC)
LINE = BasketLine("l1", "v1", "p1", 1, 100, frozenset({"c1", "top"}), "b1", frozenset({"t1"}), "m1")
OTHER = BasketLine("l2", "v2", "p2", 1, 100)
BASKET = Basket("CNY", (LINE, OTHER), 0, AT, "web", "cus_1", frozenset({"gold"}), "loyal", 3)
RULE = Rule("r", Kind.FIXED, "CNY", value=1)
GUEST = replace(BASKET, customer_id=None, customer_groups=frozenset(), customer_rfm="", paid_orders=0)


@pytest.mark.parametrize("field", ["products", "categories", "brands", "tags", "merchants"])
def test_each_condition_of_a_scope_is_met_by_the_line_that_has_it(field: str) -> None:
    """I01"""
    own = {"products": "p1", "categories": "top", "brands": "b1", "tags": "t1", "merchants": "m1"}[field]
    one, foreign = Scope(**{field: frozenset({own, "x"})}), Scope(**{field: frozenset({"x"})})
    assert (counts(one, LINE), counts(one, OTHER), counts(foreign, LINE)) == (True, False, False)


def test_all_conditions_of_a_scope_must_hold() -> None:
    """I01"""
    every = Scope(*(frozenset({name}) for name in ("p1", "c1", "b1", "t1", "m1")))
    assert counts(every, LINE)
    for field in ("products", "categories", "brands", "tags", "merchants"):
        assert not counts(replace(every, **{field: frozenset({"x"})}), LINE)
    assert not counts(replace(every, excluded_products=frozenset({"p1"})), LINE)
    assert counts(Scope(excluded_products=frozenset({"p2"})), LINE)
    assert counts(Scope(), OTHER)


def test_a_bundle_counts_its_variants_alone() -> None:
    """A15"""
    assert eligible_lines(RULE, BASKET) == [LINE, OTHER]
    assert eligible_lines(replace(RULE, components=(("v2", 1), ("v3", 2))), BASKET) == [OTHER]
    assert eligible_lines(replace(RULE, components=(("v1", 1),), scope=Scope(products=frozenset({"p2"}))), BASKET) == []


def test_a_rule_applies_from_its_first_second_until_before_its_end() -> None:
    """I03"""
    rule = replace(RULE, starts_at=AT, ends_at=AT + timedelta(hours=1))
    assert [refusal(rule, replace(BASKET, at=AT + timedelta(seconds=second))) for second in (-1, 0, 3599, 3600)] == [
        Reason.NOT_STARTED,
        None,
        None,
        Reason.ENDED,
    ]


@pytest.mark.parametrize(
    ("audience", "buyer", "guest"),
    [
        (Audience(), None, None),
        (Audience(channels=frozenset({"web", "app"})), None, None),
        (Audience(channels=frozenset({"app"})), Reason.NOT_FOR_YOU, Reason.NOT_FOR_YOU),
        (Audience(members_only=True), None, Reason.MEMBERS_ONLY),
        (Audience(newcomer_only=True), Reason.NEWCOMERS_ONLY, Reason.NEWCOMERS_ONLY),
        (Audience(groups=frozenset({"gold", "silver"})), None, Reason.NOT_FOR_YOU),
        (Audience(groups=frozenset({"silver"})), Reason.NOT_FOR_YOU, Reason.NOT_FOR_YOU),
        (Audience(rfm=frozenset({"loyal"})), None, Reason.NOT_FOR_YOU),
        (Audience(rfm=frozenset({"lost"})), Reason.NOT_FOR_YOU, Reason.NOT_FOR_YOU),
    ],
)
def test_whom_a_rule_or_its_campaign_addresses(audience: Audience, buyer: Reason | None, guest: Reason | None) -> None:
    """I01"""
    for rule in (replace(RULE, audience=audience), replace(RULE, campaign_audience=audience)):
        assert (refusal(rule, BASKET), refusal(rule, GUEST)) == (buyer, guest)
    assert (addresses(audience, BASKET), addresses(audience, GUEST)) == (buyer is None, guest is None)


@pytest.mark.parametrize(("paid", "new"), [(0, True), (1, False), (2, False)])
def test_who_has_paid_for_an_order_is_no_newcomer(paid: int, new: bool) -> None:
    """I01"""
    assert addresses(Audience(newcomer_only=True), replace(BASKET, paid_orders=paid)) is new


def test_what_blocks_a_rule_is_told_before_all_else() -> None:
    """I15"""
    assert refusal(replace(RULE, blocked=Reason.USED_UP, currency="USD"), BASKET) is Reason.USED_UP
    assert refusal(replace(RULE, currency="USD"), BASKET) is Reason.OTHER_CURRENCY
    assert refusal(replace(RULE, scope=Scope(products=frozenset({"x"}))), BASKET) is Reason.NO_ELIGIBLE_LINE


def test_a_threshold_says_how_much_is_missing_to_it() -> None:
    """I15"""
    money, pieces = replace(RULE, minimum=100), replace(RULE, minimum_pieces=3)
    assert [below_minimum(money, nets, 1) for nets in ([], [50, 49], [50, 50], [101])] == [
        (Reason.BELOW_MINIMUM, 100),
        (Reason.BELOW_MINIMUM, 1),
        None,
        None,
    ]
    assert [below_minimum(pieces, [1], count) for count in (0, 2, 3, 4)] == [
        (Reason.TOO_FEW_PIECES, 3),
        (Reason.TOO_FEW_PIECES, 1),
        None,
        None,
    ]
    assert below_minimum(replace(money, minimum_pieces=3), [99], 1) == (Reason.BELOW_MINIMUM, 1)
    assert below_minimum(RULE, [], 0) is None
