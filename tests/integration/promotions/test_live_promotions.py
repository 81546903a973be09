"""F-A30, ADR 19: any number of promotions applies by itself; who reads them sees all of one version, whoever publishes meanwhile."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from functions.promotions.campaigns import manage_campaigns
from functions.promotions.model.campaign import Campaign, Plan, Promotion
from functions.promotions.model.rule import Kind, Rule, Scope
from functions.promotions.offers.explanation import MOST_NAMED
from functions.promotions.store import live_items, live_rules
from functions.promotions.store.live_items import MOVED_AT_ONCE, Held, stored_live
from functions.promotions.store.records import LIVE_PK, LIVE_SK, PromotionsTable, campaign_pk
from functions.promotions.store.repository import campaign_record, plan_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, transact
from tests.integration.orders.buyer import counted
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_promotion, launched, staff
from tests.support.races import in_between

LONG = {"en": "A hundred and one autumn offers " * 6, "zh": "秋季优惠大放送" * 20}


def a_plan(number: int, promotions: int) -> Plan:
    """A campaign that runs at NOON, of promotions for other products."""
    id_ = f"cmp_{number:026d}"
    campaign = Campaign(id_, LONG, NOON.replace(hour=2), NOON.replace(hour=6), "CNY", times.iso(NOON), launched=True)
    rules = (
        Rule(f"prm_{number:020d}{one:06d}", Kind.FIXED, "CNY", LONG, value=1, scope=Scope(products=frozenset({f"prd_{one}"})))
        for one in range(promotions)
    )
    return Plan(campaign, tuple(Promotion(rule) for rule in rules))


def publish(plan: Plan) -> None:
    transact(stored_live().write(plan))


def head() -> PromotionsTable:
    found = find(PromotionsTable, LIVE_PK, LIVE_SK)
    assert found is not None
    return found


def as_before(plans: tuple[Plan, ...], version: int = 7) -> None:
    """The one item that held everything."""
    PromotionsTable(pk=LIVE_PK, sk=LIVE_SK, kind="live_rules", body=dump(Held(plans)), version=version).save()


def test_thousands_of_promotions_apply_and_cost_a_preview_nothing() -> None:
    """F-A30: 3,000 promotions, more than a megabyte; warm, a preview asks for none of them; after a minute only for their version."""
    as_before(())
    for number in range(60):
        plan = a_plan(number, 50)
        PromotionsTable(pk=LIVE_PK, sk=f"{LIVE_SK}#{plan.campaign.id}", kind="live_campaign", body=dump(plan), version=7).save()
    with clock.frozen(NOON):
        campaign, promotion = launched()
        assert sum(len(one.body) for one in PromotionsTable.query(LIVE_PK)) > 1_000_000
        assert max(len(one.body) for one in PromotionsTable.query(LIVE_PK)) < 100_000
        buyer = a_cart(price=5000)
        preview = buyer.preview()
        assert [one["rule_id"] for one in preview["promotions"]["applied"]] == [promotion]
        assert len(live_rules.live_now().rules) == 3001
        with counted() as calls:
            buyer.preview()
        assert calls == {"GetItem": 1, "BatchGetItem": 1}
        live_rules._cache.live_until = 0.0
        with counted() as calls:
            buyer.preview()
        assert calls == {"GetItem": 1, "BatchGetItem": 1}
        assert staff().post(f"/v1/admin/campaigns/{campaign}/stop").status == 200
        assert buyer.preview()["totals"]["discount"]["amount"] == 0


def test_a_preview_names_only_some_of_a_thousand_promotions_in_reach() -> None:
    """F-A30: the answer must not grow with what the shop has launched."""
    plan = a_plan(1, 50)
    near = tuple(replace(one, rule=replace(one.rule, scope=Scope(), minimum=9000 + n)) for n, one in enumerate(plan.promotions))
    publish(replace(plan, promotions=near))
    with clock.frozen(NOON):
        hints = a_cart(price=5000).preview()["promotions"]["hints"]
        assert [one["missing"] for one in hints] == list(range(4000, 4000 + MOST_NAMED))


def test_more_than_a_process_should_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_items, "MOST_PROMOTIONS", 2)
    with clock.frozen(NOON):
        first, _ = launched()
        launched()
        third = a_campaign()["id"]
        a_promotion(third)
        assert staff().post(f"/v1/admin/campaigns/{third}/launch").code == "too_many_live_promotions"
        assert staff().patch(f"/v1/admin/campaigns/{first}", {"name": {"en": "Still mine"}}).status == 200


def test_the_one_item_of_before_is_read_and_taken_apart_by_changes() -> None:
    """What it held applies on; every change moves some campaigns out, the changed one first; none applies twice."""
    old = tuple(a_plan(number, 1) for number in range(MOVED_AT_ONCE + 5))
    with clock.frozen(NOON):
        campaign, promotion = launched()
        mine = plan_of(campaign_record(campaign))
        for item in PromotionsTable.query(LIVE_PK):
            item.delete()
        as_before((mine, *old))
        live_rules.forget()
        buyer = a_cart(price=5000)
        assert buyer.preview()["totals"]["discount"]["amount"] == 1000
        for left in (5, 0):
            assert staff().patch(f"/v1/admin/campaigns/{campaign}", {"name": {"en": f"{left} left"}}).status == 200
            assert len(stored_live().held) == left
            assert sorted(live_rules.live_now().rules) == sorted([promotion, *(one.promotions[0].rule.id for one in old)])
        assert head().version == 9
        assert buyer.preview()["totals"]["discount"]["amount"] == 1000


def test_an_item_of_its_own_goes_before_what_the_head_still_holds() -> None:
    with clock.frozen(NOON):
        plan = a_plan(1, 1)
        as_before((plan,))
        publish(replace(plan, promotions=()))
        assert (live_rules.live_now().rules, stored_live().held) == ({}, ())


def test_two_publish_exclusive_promotions_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each looked before the other wrote; the second one is asked to decide."""
    with clock.frozen(NOON):
        first, second = a_campaign()["id"], a_campaign()["id"]
        for campaign in (first, second):
            a_promotion(campaign, exclusive=True)
        launches: list[Any] = []
        in_between(
            monkeypatch, manage_campaigns, "stored_live", lambda: launches.append(staff().post(f"/v1/admin/campaigns/{first}/launch"))
        )
        assert staff().post(f"/v1/admin/campaigns/{second}/launch").code == "exclusive_overlap"
        assert launches[0].status == 200
        assert [one.campaign.id for one in stored_live().live.campaigns] == [first]


def test_two_publish_at_once_and_both_are_live(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        first, second = a_campaign()["id"], a_campaign()["id"]
        for campaign in (first, second):
            a_promotion(campaign)
        in_between(monkeypatch, manage_campaigns, "stored_live", lambda: staff().post(f"/v1/admin/campaigns/{first}/launch"))
        assert staff().post(f"/v1/admin/campaigns/{second}/launch").status == 200
        assert {one.campaign.id for one in stored_live().live.campaigns} == {first, second}
        assert head().version == 2


def test_a_reader_sees_no_half_of_two_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One campaign stops and another one starts between two pages of the reader: both as before, or both as after."""
    plans = [a_plan(number, 1) for number in (1, 2)]
    publish(plans[0])
    publish(replace(plans[1], campaign=replace(plans[1].campaign, stopped=True)))
    read, seen = PromotionsTable.query, list[int]()

    def slowly(*args: Any, **kwargs: Any) -> Any:
        items = list(read(*args, **kwargs))
        if not seen:
            seen.append(1)
            publish(replace(plans[0], campaign=replace(plans[0].campaign, stopped=True)))
            publish(plans[1])
            # The head and the first campaign were on its first page, the second one comes from a page of now.
            items = [*items[:2], *list(read(*args, **kwargs))[2:]]
        return iter(items)

    with monkeypatch.context() as patched:
        patched.setattr(PromotionsTable, "query", slowly)
        with pytest.raises(Overtaken):
            stored_live()
        seen.clear()
        assert set(live_rules.live_now().rules) == {plans[1].promotions[0].rule.id}


def test_nothing_is_published_of_a_change_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The campaign, its part and the head are one transaction."""
    with clock.frozen(NOON):
        campaign, _ = launched()
        before = [(one.sk, one.version, one.body) for one in PromotionsTable.query(LIVE_PK)]

        def broken(writes: list[Write]) -> None:
            raise Overtaken

        monkeypatch.setattr(manage_campaigns, "transact", broken)
        monkeypatch.setattr("functions.shared.store.again.pause", lambda _: None)
        assert staff().post(f"/v1/admin/campaigns/{campaign}/stop").status == 503
        assert [(one.sk, one.version, one.body) for one in PromotionsTable.query(LIVE_PK)] == before
        assert plan_of(campaign_record(campaign)).campaign.stopped is False


def test_campaigns_of_past_years_go_by_themselves() -> None:
    with clock.frozen(NOON):
        campaign, _ = launched()
        part = find(PromotionsTable, LIVE_PK, f"{LIVE_SK}#{campaign}")
        assert part is not None
        assert times.iso(times.from_epoch(part.ttl)) == "2026-11-12T06:00:00.000Z"
        assert find(PromotionsTable, campaign_pk(campaign), "CAMPAIGN") is not None


def test_what_was_not_asked_for_is_not_taken_for_gone() -> None:
    """The minute may end between a cart's question and the answer; then the answer has no head in it."""
    publish(a_plan(1, 1))
    assert len(live_rules.live_now().rules) == 1
    live_rules._cache.live_until = 0.0
    assert len(live_rules.keep(None).rules) == 1
    assert str(uuid.uuid4()) not in live_rules.last_known().rules
