"""The score of a payment: rules as data, the same for the same facts, and never lower for a riskier fact (O05)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.payments.model.payer import PayerSigns
from functions.payments.model.risk.facts import MOST_KNOWN, Buy, Counts, Known, Person, RiskFacts, facts_of, with_payer
from functions.payments.model.risk.score import Verdict, score_of
from functions.payments.model.risk.settings import HIGHEST, RULES, UNKNOWN, Mode, RiskSettings

NAMES = [one.name for one in fields(RiskFacts)]
ORDER = [Verdict.ACCEPT, Verdict.HOLD, Verdict.DECLINE]
FACTS = st.builds(RiskFacts, **{name: st.integers(0, 500) for name in NAMES})
CODES = st.sampled_from(sorted(RULES))
SETTINGS = st.builds(
    RiskSettings,
    hold=st.integers(1, 60),
    decline=st.integers(61, 100),
    rules=st.dictionaries(CODES, st.tuples(st.integers(1, 400), st.integers(0, HIGHEST)), max_size=8),
)


@given(FACTS, SETTINGS, st.sampled_from(NAMES), st.integers(1, 1000))
@settings(max_examples=60, deadline=None)
def test_no_fact_makes_a_payment_less_risky(facts: RiskFacts, shop: RiskSettings, name: str, more: int) -> None:
    """O05"""
    before, after = score_of(facts, shop), score_of(replace(facts, **{name: getattr(facts, name) + more}), shop)
    assert after.score >= before.score
    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)
    assert before.reasons.keys() <= after.reasons.keys()
    assert score_of(facts, shop) == before


def test_every_rule_looks_at_a_fact_and_every_fact_has_a_rule() -> None:
    """O05"""
    assert {rule.fact for rule in RULES.values()} == set(NAMES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_gives_its_points_from_its_limit_on(code: str) -> None:
    """O05: with the built-in limits; the reason is its code."""
    rule, shop = RULES[code], RiskSettings(hold=50)
    below, at = RiskFacts(**{rule.fact: rule.limit - 1}), RiskFacts(**{rule.fact: rule.limit})
    assert code not in score_of(below, shop).reasons
    assert score_of(at, shop).reasons[code] == (50 if code == UNKNOWN else rule.points)


def test_staff_move_a_limit_and_switch_a_rule_off() -> None:
    """O05"""
    facts = RiskFacts(card_orders=5, declines=4)
    assert score_of(facts, RiskSettings()).reasons == {"declines": 30, "velocity_card": 30}
    assert score_of(facts, RiskSettings(rules={"declines": (5, 30), "velocity_card": (5, 0)})).reasons == {}


def test_what_is_not_known_is_looked_at_by_people_and_ends_nothing() -> None:
    """O05: neither an open door nor a closed one."""
    shop = RiskSettings()
    assert score_of(RiskFacts(is_unknown=1), shop).verdict is Verdict.HOLD
    assert score_of(RiskFacts(is_unknown=1, provider_risk=1, is_foreign_card=1), shop).verdict is Verdict.HOLD
    assert score_of(RiskFacts(is_unknown=1, disputes=2, provider_risk=1), shop).verdict is Verdict.DECLINE
    always = RiskSettings(rules={UNKNOWN: (1, HIGHEST)}, hold=99, decline=HIGHEST)
    assert score_of(RiskFacts(is_unknown=1), always).verdict is Verdict.HOLD


KNOWN = Known(
    customer=Counts(orders=2),
    address=Counts(orders=7, declines=3, small=4),
    place=Counts(strangers=3),
    person=Person(paid=4, spent=40_000, paid_in_currency=4, refunds=3, places=frozenset({"home"}), devices=frozenset({"phone"})),
    cards=2,
)


@pytest.mark.parametrize(
    ("buy", "expected"),
    [
        (Buy(10_000, "CNY", "home", "phone"), {"customer_orders": 3, "address_orders": 8, "jump_percent": 100, "is_new_place": 0}),
        (Buy(10_000, "CNY", "home", "phone", again=True), {"customer_orders": 2, "address_orders": 7}),
        (Buy(60_000, "CNY", "else", "new"), {"is_new_place": 1, "is_new_device": 1, "takeover_percent": 600, "amount_percent": 12}),
        (Buy(60_000, "CNY", "home", "new"), {"is_new_device": 1, "takeover_percent": 0, "jump_percent": 600}),
        (Buy(900, "CNY", "home"), {"small_orders": 5, "is_new_device": 0, "declines": 3, "cards": 2, "refund_percent": 75}),
        (Buy(900, "XTS", "home"), {"small_orders": 0, "amount_percent": 0}),
    ],
)
def test_facts_are_counts_of_what_was_before_and_this_one(buy: Buy, expected: dict[str, Any]) -> None:
    """O05"""
    found = facts_of(buy, KNOWN, RiskSettings())
    assert {name: getattr(found, name) for name in expected} == expected


def test_who_never_bought_is_new_and_nothing_is_a_jump() -> None:
    """O05: a stranger at a place where three other strangers had something sent."""
    found = facts_of(Buy(500_000, "CNY", "drop"), Known(place=Counts(strangers=3)), RiskSettings())
    assert (found.is_new, found.strangers_at_place, found.amount_percent_if_new, found.jump_percent) == (1, 4, 100, 0)
    assert score_of(found, RiskSettings()).verdict is Verdict.HOLD


def test_whoever_has_very_many_places_is_at_home_everywhere() -> None:
    """O05"""
    many = Person(paid=30, places=frozenset(str(n) for n in range(MOST_KNOWN)))
    assert facts_of(Buy(1, "CNY", "new"), Known(person=many), RiskSettings()).is_new_place == 0


@pytest.mark.parametrize(
    ("payer", "card", "expected"),
    [
        (PayerSigns("highest", "US"), None, {"provider_risk": 2, "is_foreign_card": 1, "is_foreign_card_of_new": 1}),
        (PayerSigns("", "CN"), Counts(orders=4, declines=6), {"card_orders": 5, "declines": 6, "is_foreign_card": 0}),
        (PayerSigns(), None, {"provider_risk": 0, "card_orders": 0}),
    ],
)
def test_what_a_provider_tells_is_added(payer: PayerSigns, card: Counts | None, expected: dict[str, int]) -> None:
    """O05: told twice, nothing is added again."""
    facts = RiskFacts(is_new=1)
    once = with_payer(facts, payer, card, "CN")
    assert {name: getattr(once, name) for name in expected} == expected
    assert with_payer(once, payer, card, "CN") == once


def test_what_is_only_watched_is_not_acted_on() -> None:
    """O05: a shop sees what the rules would do before they do it."""
    assert RiskSettings().mode is Mode.WATCH
