"""Who is held out of a campaign gets nothing of it, by whatever way, and is told nothing that could hurt."""

from __future__ import annotations

import json
import uuid

import pytest

from functions.orders.app import app as orders_app
from functions.promotions.app import app, react
from functions.promotions.store import live_rules
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.outside import clock
from tests.integration.orders.buyer import Buyer, a_variant, counted, event
from tests.integration.orders.carts.test_merge_carts import merged
from tests.integration.promotions.holdout.trial import DONE, a_trial, off, somebody
from tests.integration.promotions.shop import NOON, TEN_OFF, a_campaign, a_cart, a_coupon, a_promotion, customer_of, shopper, staff, use
from tests.integration.promotions.test_use_coupons import reasons
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


def test_held_out_customers_get_neither_discount_nor_coupon() -> None:
    """I14: the automatic discount and the code alike; the code is said to be for others, the discount nothing at all."""
    with clock.frozen(NOON):
        campaign = a_trial()
        a_coupon(campaign_id=campaign, rule={"amount": 500})
        for held in (True, False):
            buyer = a_cart(subject=somebody(campaign, held=held))
            assert use(buyer, "SAVE10").status == 200
            preview = buyer.preview()
            assert preview["totals"]["discount"]["amount"] == (0 if held else 1500)
            assert reasons(preview).get("SAVE10") == ("not_for_you" if held else None)
            said = json.dumps(preview)
            assert "held" not in said
            assert "compare" not in said
            if held:
                assert [one["code"] for one in preview["promotions"]["refused"]] == ["SAVE10"]
                assert preview["promotions"]["hints"] == []
            placed = buyer.place(preview["preview_hash"])
            assert (placed.status, placed.json["totals"]["discount"]["amount"]) == (201, 0 if held else 1500)


@pytest.mark.parametrize(("share", "wanted"), [(0, (1000, 1000)), (100, (0, 0))])
def test_nobody_and_everybody_is_held_out(share: int, wanted: tuple[int, int]) -> None:
    """I14: (a customer, a guest) at 0 and at 100 %."""
    with clock.frozen(NOON):
        a_trial(share)
        assert (off(a_cart(subject=str(uuid.uuid4()))), off(a_cart(guest=True))) == wanted


def test_a_guest_gets_it_and_who_signs_in_is_judged_as_who_they_are() -> None:
    """I14: a cart that a guest filled becomes that of somebody who is held out, and back at a guest's price is no order placed."""
    with clock.frozen(NOON):
        campaign = a_trial()
        subject = somebody(campaign, held=True)
        guest = a_cart(guest=True)
        seen = guest.preview()
        assert seen["totals"]["discount"]["amount"] == 1000
        own = Buyer(Client(orders_app, bearer(subject=subject)), merged(guest, subject).json["id"])
        assert own.place(seen["preview_hash"]).code == "preview_changed"
        assert off(own) == 0


def test_a_copied_cart_is_judged_by_who_has_it() -> None:
    """I14: what one may not have another may, with the same cart, and the other way round."""
    with clock.frozen(NOON):
        campaign = a_trial()
        for first in (True, False):
            cart = a_cart(subject=somebody(campaign, held=first))
            variant = cart.client.get(cart.cart).json["lines"][0]["variant_id"]
            copy = a_cart(subject=somebody(campaign, held=not first), variant=variant)
            assert (off(cart), off(copy)) == ((0, 1000) if first else (1000, 0))


def test_nothing_is_promised_to_who_would_not_get_it() -> None:
    """I14: the coupon centre, claiming, the welcome and the banners leave out who is held out; others see all, as nobody else's answer."""
    with clock.frozen(NOON):
        campaign = a_trial()
        coupon = a_coupon(distribution="claim", campaign_id=campaign)["id"]
        a_coupon(distribution="welcome", campaign_id=campaign)
        for held in (True, False):
            subject = somebody(campaign, held=held)
            client = shopper(subject)
            answers = {path: client.get(path) for path in ("/v1/campaigns", "/v1/coupons")}
            assert {answer.headers["cache-control"] for answer in answers.values()} == {"private, no-store"}
            assert [len(answer.json["data"]) for answer in answers.values()] == ([0, 0] if held else [1, 1])
            taken = client.post(f"/v1/coupons/{coupon}/claim")
            assert (taken.status, taken.code if held else None) == ((404, "not_found") if held else (201, None))
            told = event("customer.registered", vars(CustomerRegistered(customer_of(subject), "en")), subject)
            assert react(sqs_of_events([told]), None) == DONE
            assert len(client.get("/v1/me/coupons").json["data"]) == (0 if held else 2)
        public = Client(app).get("/v1/coupons")
        assert (len(public.json["data"]), public.headers["cache-control"].split(",")[0]) == (1, "public")


def test_staff_are_told() -> None:
    """I14: what rules know of a customer names the campaigns; a cart under a campaign says why it costs what it costs, also of a draft."""
    with clock.frozen(NOON):
        campaign = a_trial()
        line = f"{a_variant()}:1"
        for held in (True, False):
            customer = customer_of(somebody(campaign, held=held))
            known = staff().get(f"/v1/admin/promotion_buyers/{customer}").json
            assert known["held_out_of"] == ([campaign] if held else [])
            told = staff().get(f"/v1/admin/campaigns/{campaign}/preview?line={line}&customer_id={customer}").json
            assert told["discount"]["amount"] == (0 if held else 1000)
            assert [one["reason"] for one in told["refused"]] == (["held_out"] if held else [])


def test_the_share_stays_once_launched_or_is_ended() -> None:
    """I14: another share would compare others; at its end all get it, and it does not begin again."""
    with clock.frozen(NOON):
        campaign = a_trial()
        url, subject = f"/v1/admin/campaigns/{campaign}", somebody(campaign, held=True)
        for share in (10, 80, 100):
            refused = staff().patch(url, {"holdout": share})
            assert (refused.status, refused.code, refused.json["fields"]) == (409, "campaign_running", ["holdout"])
        assert staff().patch(url, {"holdout": 50, "budget": 90_000}).status == 200
        buyer = a_cart(subject=subject)
        assert off(buyer) == 0
        assert staff().patch(url, {"holdout": 0}).json["holdout"] == 0
        assert off(buyer) == 1000
        assert staff().patch(url, {"holdout": 50}).code == "campaign_running"
        for wrong in (-1, 101, "5", 2.5):
            assert staff().post("/v1/admin/campaigns", {"holdout": wrong}).status == 422
        draft = a_campaign()["id"]
        assert [staff().patch(f"/v1/admin/campaigns/{draft}", {"holdout": share}).json["holdout"] for share in (30, 5)] == [30, 5]


def test_a_bundle_of_such_a_campaign_is_not_announced() -> None:
    """I14: the list of bundles is the same for everybody, and says what everybody gets."""
    with clock.frozen(NOON):
        variants = [a_variant(), a_variant()]
        rule = TEN_OFF | {"kind": "combination", "components": [{"variant_id": one, "quantity": 1} for one in variants]}
        for share in (0, 50):
            campaign = a_campaign(holdout=share)["id"]
            bundle = a_promotion(campaign, **rule)
            assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
            live_rules.forget()
            assert (shopper().get(f"/v1/bundles/{bundle}").status == 200) is (share == 0)


def test_it_costs_no_request_more() -> None:
    """I14: preview 2 and order 3, as without, for who is held out and for the others."""
    with clock.frozen(NOON):
        campaign = a_trial()
        a_coupon(campaign_id=campaign)
        for held in (True, False):
            buyer = a_cart(subject=somebody(campaign, held=held))
            assert use(buyer, "SAVE10").status == 200
            buyer.preview()
            with counted() as calls:
                seen = buyer.preview()
            assert calls.total() == 2
            with counted() as calls:
                assert buyer.place(seen["preview_hash"]).status == 201
            assert calls.total() == 3, calls
