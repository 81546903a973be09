"""H10: promotions and coupons for buyers of some segments by recency, frequency and money."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.promotions.app import react
from functions.promotions.store.records import PromotionsTable
from functions.shared.events.contracts.customers import RfmChanged
from functions.shared.outside import clock
from tests.integration.orders.buyer import Buyer, counted, event
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, customer_of, launched, staff, use
from tests.integration.promotions.test_use_coupons import reasons
from tests.support.events import events_in, sqs_of_events

BEST = {"rfm": ["champions", "loyal"]}


def moved(subject: str, rfm: str, night: str = "2026-11-11T03:00:00.000Z") -> None:
    data = RfmChanged(customer_of(subject), rfm, "", night)
    assert react(sqs_of_events([event(RfmChanged.TYPE, vars(data), data.customer_id)]), None) == {"batchItemFailures": []}


def off(buyer: Buyer) -> Any:
    return buyer.preview()["totals"]["discount"]["amount"]


def somebody(rfm: str = "") -> str:
    subject = str(uuid.uuid4())
    if rfm:
        moved(subject, rfm)
    return subject


def test_a_promotion_and_a_coupon_are_for_their_segments_alone() -> None:
    """H10: not for other segments, for who was never counted, for guests; the code is said to be for others."""
    with clock.frozen(NOON):
        launched(audience=BEST)
        a_coupon(rule={"audience": BEST, "amount": 500})
        for rfm, wanted in (("champions", 1500), ("loyal", 1500), ("dormant", 0), ("", 0)):
            buyer = a_cart(subject=somebody(rfm))
            assert use(buyer, "SAVE10").status == 200
            preview = buyer.preview()
            assert preview["totals"]["discount"]["amount"] == wanted
            assert reasons(preview).get("SAVE10") == (None if wanted else "not_for_you")
        guest = a_cart(guest=True)
        use(guest, "SAVE10")
        assert off(guest) == 0


def test_a_campaign_for_a_segment_keeps_its_groups_too() -> None:
    """H10, I13: both must be met."""
    with clock.frozen(NOON):
        campaign = a_campaign(audience={**BEST, "groups": ["gold"]})
        assert campaign["audience"]["rfm"] == ["champions", "loyal"]
        a_coupon(campaign_id=campaign["id"])
        assert staff().post(f"/v1/admin/campaigns/{campaign['id']}/launch").status == 200
        for rfm, groups, wanted in (("loyal", ["gold"], 1000), ("loyal", [], 0), ("new", ["gold"], 0)):
            subject = somebody(rfm)
            staff().put(f"/v1/admin/promotion_buyers/{customer_of(subject)}", {"groups": groups})
            buyer = a_cart(subject=subject)
            use(buyer, "SAVE10")
            assert off(buyer) == wanted
            assert staff().get(f"/v1/admin/promotion_buyers/{customer_of(subject)}").json["rfm"] == rfm


def test_moved_during_checkout_nothing_is_placed_at_a_price_that_is_not_theirs_any_more() -> None:
    """H10: nor is more taken than was shown; moved after placing, the order keeps what it was given."""
    with clock.frozen(NOON):
        launched(audience=BEST)
        subject = somebody("champions")
        kept, late = a_cart(subject=subject), a_cart(subject=subject)
        shown = late.preview()["preview_hash"]
        order = kept.place(kept.preview()["preview_hash"]).json
        moved(subject, "at_risk", "2026-11-11T03:30:00.000Z")
        refused = late.place(shown)
        assert (refused.status, refused.code) == (409, "preview_changed")
        assert late.place(late.preview()["preview_hash"]).json["totals"]["discount"]["amount"] == 0
        assert kept.client.get(f"/v1/orders/{order['id']}").json["totals"]["discount"]["amount"] == 1000
        moved(subject, "loyal", "2026-11-11T03:45:00.000Z")
        assert off(a_cart(subject=subject)) == 1000


@pytest.mark.parametrize(
    ("told", "rfm"),
    [
        ([("loyal", "2026-11-10"), ("new", "2026-11-11")], "new"),
        ([("new", "2026-11-11"), ("loyal", "2026-11-10")], "new"),
        ([("new", "2026-11-11"), ("new", "2026-11-11")], "new"),
        ([("new", "2026-11-10"), ("", "2026-11-11")], None),
    ],
)
def test_the_latest_night_counts_whatever_is_told_last(told: list[tuple[str, str]], rfm: str | None) -> None:
    """H10"""
    subject = somebody()
    for name, day in told:
        moved(subject, name, f"{day}T03:00:00.000Z")
    assert staff().get(f"/v1/admin/promotion_buyers/{customer_of(subject)}").json["rfm"] == rfm


def test_it_does_not_touch_what_else_is_known_of_them() -> None:
    """H10, I13: groups and their version, and that they were counted before groups were set."""
    subject = somebody("new")
    url = f"/v1/admin/promotion_buyers/{customer_of(subject)}"
    assert staff().put(url, {"groups": ["gold"]}, if_match='"0"').status == 200
    moved(subject, "loyal", "2026-11-12T03:00:00.000Z")
    seen = staff().get(url).json
    assert (seen["groups"], seen["version"], seen["rfm"]) == (["gold"], 1, "loyal")


def test_who_only_holds_what_opens_a_members_cart_gets_none_of_it() -> None:
    """H10: a cart that was copied or handed on is judged by who asks."""
    with clock.frozen(NOON):
        launched(audience=BEST)
        theirs = a_cart(subject=somebody("champions"))
        variant = theirs.client.get(theirs.cart).json["lines"][0]["variant_id"]
        assert [off(one) for one in (theirs, a_cart(subject=somebody("new"), variant=variant), a_cart(guest=True, variant=variant))] == [
            1000, 0, 0,
        ]  # fmt: skip


def test_what_names_a_segment_has_buyers_counted_from_then_on() -> None:
    """H10: a coupon, a campaign, a promotion in it; and what names none does not."""
    with clock.frozen(NOON):
        a_coupon(code="PLAIN2")
        a_campaign()
        assert events_in(PromotionsTable, "rfm.wanted") == []
        a_coupon(code="BEST2", rule={"audience": BEST})
        a_campaign(audience=BEST)
        launched(audience=BEST)
        assert len({one.subject for one in events_in(PromotionsTable, "rfm.wanted")}) == 3


@pytest.mark.parametrize("rfm", [["vip"], "loyal", [1], [""], ["loyal"] * 11])
def test_other_names_are_refused(rfm: Any) -> None:
    assert staff().post("/v1/admin/campaigns", {"audience": {"rfm": rfm}}).status == 422


def test_it_costs_no_request_more() -> None:
    """H10: preview 2 and order 3, as without."""
    with clock.frozen(NOON):
        launched(audience=BEST)
        buyer = a_cart(subject=somebody("champions"))
        buyer.preview()
        with counted() as calls:
            seen = buyer.preview()
        assert calls.total() == 2
        with counted() as calls:
            assert buyer.place(seen["preview_hash"]).json["totals"]["discount"]["amount"] == 1000
        assert calls.total() == 3, calls
