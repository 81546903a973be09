"""F-A16: every check that one kind of rule has, all kinds have; and no accepted rule makes goods free unless it says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.promotions.campaigns.rule_checks import SHAPES, rule_of
from functions.promotions.campaigns.rule_schemas import RuleIn
from functions.promotions.model.campaign import Campaign, clashes, never_applies, outside
from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Audience, Basket, BasketLine, Kind, Rule, Scope
from functions.shared.plain.errors import Invalid

AT = datetime(2026, 11, 11, tzinfo=UTC)
BOOK, PEN = "var_01JD0000000000000000000001", "var_01JD0000000000000000000002"
GOOD: dict[Kind, dict[str, Any]] = {
    Kind.PERCENT: {"basis_points": 1500},
    Kind.FIXED: {"amount": 1000},
    Kind.TIERS: {"tiers": [{"minimum": 2000, "off": 100}, {"minimum": 5000, "off": 400}]},
    Kind.EVERY: {"amount": 500, "minimum": 3000},
    Kind.FREE_SHIPPING: {},
    Kind.BUY_X_GET_Y: {"x": 2, "y": 1},
    Kind.NTH_ITEM: {"x": 2, "basis_points": 5000},
    Kind.BUNDLE_PRICE: {"x": 3, "amount": 9900},
    Kind.COMBINATION: {"amount": 3000, "components": [{"variant_id": BOOK}, {"variant_id": PEN, "quantity": 2}]},
    Kind.GIFT: {"gifts": ["var_1"]},
}
NONSENSE: list[tuple[Kind, dict[str, Any], str]] = [
    (Kind.PERCENT, {"basis_points": None}, "missing"),
    (Kind.PERCENT, {"basis_points": 0}, "missing"),
    (Kind.PERCENT, {"basis_points": 10_001}, "percent_above_100"),
    (Kind.NTH_ITEM, {"basis_points": 10_001}, "percent_above_100"),
    (Kind.BUY_X_GET_Y, {"basis_points": 0}, "missing"),
    (Kind.BUY_X_GET_Y, {"x": 0}, "missing"),
    (Kind.BUY_X_GET_Y, {"y": 0}, "missing"),
    (Kind.NTH_ITEM, {"x": 1}, "missing"),
    (Kind.BUNDLE_PRICE, {"x": 1}, "missing"),
    (Kind.BUNDLE_PRICE, {"amount": 0}, "missing"),
    (Kind.BUNDLE_PRICE, {"amount": None}, "missing"),
    (Kind.FIXED, {"amount": 0}, "missing"),
    (Kind.FIXED, {"amount": 3000, "minimum": 3000}, "more_than_spent"),
    (Kind.EVERY, {"amount": 5000, "minimum": 3000}, "more_than_spent"),
    (Kind.EVERY, {"amount": 3000, "minimum": 3000}, "more_than_spent"),
    (Kind.EVERY, {"minimum": 0}, "missing"),
    (Kind.TIERS, {"tiers": []}, "missing"),
    (Kind.TIERS, {"tiers": [{"minimum": 100, "off": 100}]}, "more_than_spent"),
    (Kind.TIERS, {"tiers": [{"minimum": 100, "off": 0}]}, "more_than_spent"),
    (Kind.TIERS, {"tiers": [{"minimum": 200, "off": 20}, {"minimum": 100, "off": 30}]}, "tiers_not_rising"),
    (Kind.GIFT, {"gifts": []}, "missing"),
    (Kind.COMBINATION, {"components": []}, "missing"),
    (Kind.COMBINATION, {"components": [{"variant_id": BOOK}]}, "missing"),
    (Kind.COMBINATION, {"components": [{"variant_id": BOOK}, {"variant_id": BOOK}]}, "named_twice"),
    # A bundle in itself, or in another: it is no variant.
    (Kind.COMBINATION, {"components": [{"variant_id": BOOK}, {"variant_id": "prm_01JD0000000000000000000001"}]}, "no_variant"),
    (Kind.COMBINATION, {"components": [{"variant_id": BOOK}, {"variant_id": "🎁"}]}, "no_variant"),
    (Kind.COMBINATION, {"amount": 0}, "missing"),
    (Kind.FIXED, {"components": [{"variant_id": BOOK}]}, "unexpected"),
    (Kind.FIXED, {"whole_only": True}, "unexpected"),
    *((kind, {"cap": 0}, "nothing_to_take_off") for kind in Kind),
    *((kind, {"gifts": ["var_1"]}, "unexpected") for kind in Kind if kind is not Kind.GIFT),
    *((kind, {"scope": {"products": ["p"], "excluded_products": ["p", "q"]}}, "nothing_left") for kind in Kind),
    *((kind, {"starts_at": "2026-11-12T00:00:00", "ends_at": "2026-11-12T00:00:00"}, "end_before_start") for kind in Kind),
]


def a_rule(kind: Kind, **fields: Any) -> Rule:
    return rule_of(RuleIn.model_validate({"name": {"en": "X"}, "kind": kind, "currency": "CNY"} | GOOD[kind] | fields), "r")


def test_every_kind_has_its_shape_and_a_good_example() -> None:
    assert set(SHAPES) == set(Kind) == set(GOOD)
    for kind in Kind:
        assert a_rule(kind).kind is kind


@pytest.mark.parametrize(("kind", "fields", "code"), NONSENSE)
def test_what_makes_no_sense_is_refused(kind: Kind, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_rule(kind, **fields)
    assert code in {fault.code for fault in refused.value.faults}


amounts = st.integers(0, 20_000)
wishes = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(Kind)),
        "amount": st.none() | amounts,
        "basis_points": st.none() | st.sampled_from([0, 1, 500, 9999, 10_000, 10_001]),
        "cap": st.none() | amounts,
        "minimum": st.just(0) | amounts,
        "minimum_pieces": st.integers(0, 3),
        "x": st.integers(0, 3),
        "y": st.integers(0, 2),
        "tiers": st.lists(st.fixed_dictionaries({"minimum": amounts, "off": amounts}), max_size=3),
        "class": st.sampled_from(["product", "order"]),
    }
)
carts = st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 5)), min_size=1, max_size=4)


def says_free(rule: Rule) -> bool:
    """100 % off, or an amount without a threshold: that pays for goods up to it."""
    return (SHAPES[rule.kind].points and rule.value == 10_000) or (rule.kind is Kind.FIXED and not rule.minimum)


@settings(max_examples=1500, deadline=None)
@given(wishes, carts, st.sampled_from([0, 800]))
def test_no_accepted_rule_makes_anything_negative_or_free_unless_it_says_so(
    wish: dict[str, Any], cart: list[tuple[int, int]], fee: int
) -> None:
    gifts = {"gifts": ["var_1"]} if wish["kind"] is Kind.GIFT else {}
    try:
        rule = rule_of(RuleIn.model_validate({"name": {"en": "X"}, "currency": "CNY"} | wish | gifts), "r")
    except Invalid:
        return
    lines = tuple(BasketLine(f"l{n}", f"v{n}", f"p{n}", quantity, price) for n, (price, quantity) in enumerate(cart))
    outcome = evaluate([rule], Basket("CNY", lines, fee, AT))
    goods = sum(price * quantity for price, quantity in cart)
    for entry in outcome.applied:
        assert entry.amount >= 0
        if entry.off_shipping:
            assert entry.amount <= fee
            continue
        assert sum(entry.shares.values()) == entry.amount
        assert all(0 <= share <= line.unit_price * line.quantity for line in lines for share in [entry.shares[line.line_id]])
        # Minor units are whole: of a few of them a percentage may round up to all, as 99.99 % of 1.00 do.
        rounds = goods < 100 or (SHAPES[rule.kind].points and goods * (10_000 - rule.value) < 10_000)
        assert entry.amount < goods or rounds or says_free(rule), (rule, cart)


def exclusive(**fields: Any) -> Rule:
    return Rule(fields.pop("id", "a"), Kind.FIXED, fields.pop("currency", "CNY"), value=1, exclusive=True, **fields)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("mine", "theirs", "meet"),
    [
        ({}, {}, True),
        ({"scope": Scope(products=frozenset("p"))}, {"scope": Scope(products=frozenset("q"))}, True),
        ({"scope": Scope(brands=frozenset("a"))}, {"scope": Scope(categories=frozenset("c"))}, True),
        ({"scope": Scope(products=frozenset("p"), excluded_products=frozenset("p"))}, {}, False),
        ({}, {"currency": "USD"}, False),
        ({"ends_at": AT + HOUR}, {"starts_at": AT + HOUR}, False),
        ({"ends_at": AT + HOUR}, {"starts_at": AT + HOUR - timedelta(seconds=1)}, True),
        ({"starts_at": AT - 3 * HOUR, "ends_at": AT - HOUR}, {"starts_at": AT - 2 * HOUR}, False),
        ({"audience": Audience(channels=frozenset({"web"}))}, {"audience": Audience(channels=frozenset({"app"}))}, False),
        ({"audience": Audience(channels=frozenset({"web"}))}, {"campaign_audience": Audience(channels=frozenset({"app"}))}, False),
        ({"audience": Audience(channels=frozenset({"web", "app"}))}, {"audience": Audience(channels=frozenset({"app"}))}, True),
        ({"audience": Audience(newcomer_only=True)}, {"audience": Audience(groups=frozenset({"gold"}))}, True),
    ],
)
def test_exclusive_rules_clash_exactly_when_one_cart_can_meet_both(mine: dict[str, Any], theirs: dict[str, Any], meet: bool) -> None:
    """X21: a cart holds any products together, so products do not keep rules apart; currency, time from now on and channel do."""
    ours, others = [exclusive(**mine)], [exclusive(id="b", **theirs)]
    assert bool(clashes(ours, others, AT)) == bool(clashes(others, ours, AT)) == meet


@pytest.mark.parametrize(
    ("period", "codes"),
    [
        ((None, None), []),
        ((AT, AT + 4 * HOUR), []),
        ((AT - HOUR, None), ["outside_campaign"]),
        ((None, AT + 5 * HOUR), ["outside_campaign"]),
        ((AT + 4 * HOUR, AT + 5 * HOUR), ["outside_campaign", "outside_campaign"]),
    ],
)
def test_a_promotion_lies_within_its_campaign(period: tuple[datetime | None, datetime | None], codes: list[str]) -> None:
    campaign = Campaign("cmp_1", {"en": "X"}, AT, AT + 4 * HOUR, "CNY", "")
    rule = Rule("r", Kind.FIXED, "CNY", value=1, starts_at=period[0], ends_at=period[1])
    assert [fault.code for fault in outside(campaign, rule)] == codes
    assert never_applies(campaign, rule) == (len(codes) == 2)
