"""H11: tags of people follow the shop's rules; a portrait says what is behind them. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.marketing.model.known import CONSENT, Bought, Known, Tag
from functions.marketing.model.rule import matches
from functions.marketing.model.tagging import Ready, TagRule, TagRules, faults_of_tags, judged
from functions.marketing.tagging.portrait import buying_of
from functions.privacy.model.consent import Purpose
from functions.shared.plain import times

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AT = times.iso(NOW)
REGULAR: dict[str, Any] = {"field": "orders", "op": "at_least", "value": 3}
GERMAN: dict[str, Any] = {"field": "language", "op": "in", "value": ["de"]}
NO_CUTS: dict[str, Any] = {"days": [], "orders": [], "spent": [], "currency": "CNY"}


def ready(rule: dict[str, Any] | None = REGULAR, **more: Any) -> Ready:
    return Ready(TagRule("regular", "Regular", rule, **{"version": 1, **more}), rule)


def buyer(orders: int = 3, **more: Any) -> Known:
    return Known("cus_1", orders=orders, **{"consents": [CONSENT], **more})


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_the_consent_is_the_one_that_people_give() -> None:
    assert Purpose.PERSONALISATION == CONSENT


def test_a_tag_comes_with_its_rule_and_stays_as_it_came() -> None:
    """H11: a rule is the source, and `since` the night in which it held first."""
    first = judged(buyer(), [ready()], NOW)
    assert first == [Tag("regular", AT, version=1)]
    assert judged(buyer(4, tags=first), [ready()], later(3)) == first
    assert judged(buyer(2), [ready()], NOW) == []


def test_a_tag_goes_with_its_rule_or_fades() -> None:
    """H11: expiry. It begins when the rule holds no more, and is forgotten when it holds again."""
    held = judged(buyer(), [ready()], NOW)
    assert judged(buyer(2, tags=held), [ready()], later(1)) == []
    fading = judged(buyer(2, tags=held), [ready(fade_days=7)], later(1))
    assert fading == [replace(held[0], until=times.iso(later(8)))]
    assert judged(buyer(2, tags=fading), [ready(fade_days=30)], later(3)) == fading
    assert judged(buyer(3, tags=fading), [ready(fade_days=7)], later(3)) == held
    assert judged(buyer(2, tags=fading), [ready(fade_days=7)], later(8)) == []


def test_tags_follow_the_rules_when_those_change() -> None:
    held = judged(buyer(), [ready(fade_days=9)], NOW)
    other = {**REGULAR, "value": 5}
    assert judged(buyer(tags=held), [], later(1)) == []
    assert judged(buyer(tags=held), [ready(other, version=2, fade_days=9)], later(1)) == []
    assert judged(buyer(5, tags=held), [ready(other, version=2)], later(1)) == [Tag("regular", times.iso(later(1)), version=2)]
    # It became one that staff give.
    assert judged(buyer(tags=held), [ready(None)], later(1)) == []
    # What it names is gone: it holds for nobody.
    assert judged(buyer(tags=held), [Ready(ready().tag, None)], later(1)) == []


def test_only_rules_that_changed_are_new() -> None:
    before = TagRules([TagRule("a", "A", REGULAR, version=1), TagRule("b", "B", GERMAN, version=1)])
    after = before.followed_by([TagRule("a", "Other name", REGULAR, 5), TagRule("b", "B", REGULAR), TagRule("c", "C")], 2)
    assert [(one.tag, one.version) for one in after.tags] == [("a", 1), ("b", 2), ("c", 2)]


def test_behaviour_needs_consent() -> None:
    """H11: what says how they behave goes with the consent, at once where it is withdrawn; the rest stays."""
    rules = [ready(), Ready(TagRule("german", "German", GERMAN, behavioural=False, version=1), GERMAN)]
    known = buyer(language="de")
    tagged = replace(known, tags=judged(known, rules, NOW))
    assert [one.tag for one in tagged.tags] == ["regular", "german"]
    without = tagged.consenting([])
    assert [one.tag for one in without.tags] == ["german"]
    assert judged(without, rules, NOW) == without.tags
    # A segment that it names came to ask for orders.
    assert judged(without, [Ready(rules[1].tag, REGULAR)], NOW) == []


def test_staff_give_tags_until_a_day() -> None:
    manual = ready(None)
    given = Tag("regular", AT, until=times.iso(later(2)), by="usr_1")
    known = buyer(tags=[given])
    assert judged(known, [manual], later(1)) == [given]
    assert judged(known, [manual], later(2)) == []
    assert known.tagged(later(1)) == ["regular"]
    assert known.tagged(later(2)) == []
    assert judged(replace(known, consents=[]), [manual], NOW) == []
    assert judged(replace(known, consents=[]), [ready(None, behavioural=False)], NOW) == [replace(given, behavioural=False)]


def test_a_segment_asks_for_tags() -> None:
    """H11: tags choose people."""
    known = buyer(tags=[Tag("regular", AT), Tag("old", AT, until=AT)])

    def fits(op: str, *names: str) -> bool:
        return matches({"field": "tag", "op": op, "value": list(names)}, known, NOW)

    assert fits("any_of", "regular", "x")
    assert not fits("any_of", "old")
    assert fits("none_of", "old")
    assert not fits("all_of", "regular", "old")


@pytest.mark.parametrize(
    ("tags", "pointer", "code"),
    [
        ([TagRule("a", "A"), TagRule("a", "B")], "/tags/1/tag", "double_tag"),
        ([TagRule("a", "A", fade_days=2)], "/tags/0/fade_days", "without_rule"),
        ([TagRule("a", "A", {})], "/tags/0/rule", "wrong_rule"),
        ([TagRule("a", "A", {"not": {"field": "tag", "op": "any_of", "value": ["b"]}})], "/tags/0/rule", "tag_in_rule"),
    ],
)
def test_a_wrong_list_is_refused_with_its_place(tags: list[TagRule], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in faults_of_tags(tags)] == [(pointer, code)]


def test_how_they_buy_is_counted_of_their_orders() -> None:
    """H11: channels, coupons, categories, what went back; by currency, nothing divided by zero."""
    orders = [
        Bought("o3", "2026-02-20T00:00:00.000Z", "CNY", 1_000, refunded=250, paid=True, categories=["c1", "c2"], channel="app", coupons=2),
        Bought("o2", "2026-02-10T00:00:00.000Z", "CNY", 1_000, paid=True, categories=["c2"], channel="web"),
        Bought("o1", "2026-02-01T00:00:00.000Z", "EUR", 0, paid=True, channel="app"),
        Bought("o0", "2026-01-01T00:00:00.000Z", "EUR", 0, paid=True),
    ]
    shown = buying_of(buyer().with_orders(orders), orders, NO_CUTS, NOW)
    assert (shown.orders, shown.with_coupon, shown.days_since_last_order) == (4, 1, 9)
    assert shown.channels == {"app": 2, "web": 1}
    assert list(shown.categories.items()) == [("c2", 2), ("c1", 1)]
    assert [(one.currency, one.orders, one.paid, one.refunded, one.returned) for one in shown.money] == [
        ("CNY", 2, 2_000, 250, 1_250), ("EUR", 2, 0, 0, 0),
    ]  # fmt: skip
