"""A campaign tried on past orders before anybody can buy under it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from functions.promotions.app import work
from functions.promotions.model.holdout import held_out
from functions.promotions.offers.past_basket import PastBasket, PastLine, past_record
from functions.promotions.store import live_rules
from functions.promotions.store.records import PromotionsTable
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from tests.integration.promotions.holdout.test_rfm_groups import somebody
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_promotion, customer_of, launched, staff
from tests.integration.promotions.test_use_coupons import orders_paid
from tests.support.events import events_in
from tests.support.jobs import run_jobs

DAY = datetime(2026, 10, 1, tzinfo=UTC)


def past(number: int, amount: int, *, days: int = 0, currency: str = "CNY", customer_id: str | None = None) -> None:
    line = PastLine("line_1", "var_1", f"prod_{number % 2}", 1, amount, None, None)
    placed = times.iso(DAY + timedelta(days=days, seconds=number))
    past_record(PastBasket(fresh.new_id("ord"), customer_id, "web", currency, placed, 800, 0, amount + 800, 0, (line,))).save()


def test_cost_and_reach_of_a_draft() -> None:
    """I13: besides what is live anyway, and without any effect."""
    with clock.frozen(NOON):
        launched(amount=300, minimum=0)
        for number, amount in enumerate([3000, 5000, 9000, 12_000]):
            past(number, amount, days=number % 2)
        past(9, 5000, currency="USD")
        past(10, 5000, days=40)
        draft = a_campaign(budget=2500)["id"]
        a_promotion(draft, minimum=5000, priority=5)
        job = staff().post(f"/v1/admin/campaigns/{draft}/simulations", {"first": "2026-10-01", "last": "2026-10-31"})
        assert job.status == 202
        path = f"/v1/admin/campaigns/{draft}/simulations/{job.json['id']}"
        assert staff().get(path).status == 404
        run_jobs(work)
        found = staff().get(path).json
    assert (found["orders"], found["touched"], found["touched_share"], found["near"], found["skipped"]) == (4, 3, 7500, 1, 1)
    assert (found["gross"]["amount"], found["gross_touched"]["amount"]) == (29_000, 26_000)
    assert (found["discount_without"]["amount"], found["discount_with"]["amount"]) == (1200, 4200)
    assert (found["cost"]["amount"], found["beyond_budget"]) == (3000, True)
    assert [e.type for e in events_in(PromotionsTable)] == ["campaign.launched"]


def test_its_days_are_those_of_the_store() -> None:
    """Shanghai: from 16:00 of the day before in UTC."""
    with clock.frozen(NOON):
        draft = a_campaign()["id"]
        a_promotion(draft)
        for hours in (-8.5, -7.5, -7, 15.5, 16.5):
            past(int(hours * 3600), 1000)
        path = f"/v1/admin/campaigns/{draft}/simulations"
        job = staff().post(path, {"first": "2026-10-01", "last": "2026-10-01"}).json["id"]
        run_jobs(work)
        assert staff().get(f"{path}/{job}").json["orders"] == 3


def test_paid_orders_become_past_baskets_once() -> None:
    """I13"""
    order = a_cart(price=700, quantity=2).place().json
    for _ in range(2):
        orders_paid(order)
    (record,) = PromotionsTable.scan(PromotionsTable.kind == "past_basket")
    assert f'"order_id":"{order["id"]}"' in (record.body or "")


def test_periods_that_make_no_sense() -> None:
    draft = a_campaign()["id"]
    path = f"/v1/admin/campaigns/{draft}/simulations"
    assert staff().post(path, {"first": "2026-10-02", "last": "2026-10-01"}).code == "end_before_start"
    assert staff().post(path, {"first": "2020-10-02", "last": "2026-10-01"}).code == "too_long"
    assert staff("analyst").post(path, {"first": "2026-10-02", "last": "2026-10-02"}).status == 403


def test_segments_groups_and_the_holdout_count_as_they_do_for_buyers() -> None:
    """I13, I14, H10: of the same baskets it says what the campaign then does: whom it is for, who is held out, what it takes off."""
    with clock.frozen(NOON):
        draft = a_campaign(holdout=40, audience={"rfm": ["loyal"], "groups": ["gold"]})["id"]
        a_promotion(draft)
        people = [somebody("loyal" if number % 5 else "new") for number in range(14)]
        for number, subject in enumerate(people):
            buyer = f"/v1/admin/promotion_buyers/{customer_of(subject)}"
            assert staff().put(buyer, {"groups": ["gold"] if number % 4 else ["silver"]}).status == 200
            past(number, 5000, customer_id=customer_of(subject))
        past(99, 5000)
        path = f"/v1/admin/campaigns/{draft}/simulations"
        job = staff().post(path, {"first": "2026-10-01", "last": "2026-10-31"}).json["id"]
        run_jobs(work)
        found = staff().get(f"{path}/{job}").json
        assert staff().post(f"/v1/admin/campaigns/{draft}/launch").status == 200
        live_rules.forget()
        given = [a_cart(subject=subject, price=5000).preview()["totals"]["discount"]["amount"] for subject in people]
    meant = [subject for number, subject in enumerate(people) if number % 5 and number % 4]
    out = sum(held_out(draft, 40, customer_of(subject)) for subject in meant)
    assert (found["orders"], found["touched"], found["cost"]["amount"]) == (15, sum(map(bool, given)), sum(given))
    assert (found["held_out"], found["touched"]) == (out, len(meant) - out)
