"""J05: share links from the making to the opening, and orders by them within their window, at the real handlers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from functions.marketing.app import app
from functions.marketing.shares import make_link, open_link
from functions.shared.outside import clock
from functions.shared.plain import ids
from tests.integration.loyalty.shop import NOON
from tests.integration.marketing import shop as people
from tests.integration.marketing.shares import shop
from tests.support.http import Client
from tests.support.races import in_between

ME = "00000000-0000-4000-8000-000000000077"


def test_a_link_is_made_once_and_leads_to_its_product() -> None:
    """J05: a short link per user and product; opens are counted, once a day for a device, and not of machines."""
    with clock.frozen(NOON):
        shop.set_to()
        product = shop.a_product()
        link = shop.a_link(ME, product["id"])
        assert shop.a_link(ME, product["id"])["code"] == link["code"]
        assert shop.a_link(str(uuid.uuid4()), product["id"])["code"] != link["code"]
        assert link["url"].endswith(f"/s/{link['code']}")
        to = shop.opened(link["code"])
        assert to.status == 302
        assert to.headers["location"].partition("?")[0].endswith(f"/products/{product['slug']}")
        assert (to.headers["cache-control"], to.headers["referrer-policy"]) == ("no-store", "no-referrer")
        shop.opened(link["code"].lower())
        shop.opened(link["code"], address="203.0.113.8")
        for agent in ("", "Googlebot/2.1", "WhatsApp/2.23", "curl/8.5.0", "facebookexternalhit/1.1"):
            assert shop.opened(link["code"], address="203.0.113.9", agent=agent).status == 302
        shop.opened(link["code"], address="203.0.113.10", **{"sec-purpose": "prefetch;prerender"})
        mine = shop.owner(ME).get("/v1/me/share_links").json
        assert [(one["code"], one["opens"], one["orders"]) for one in mine["data"]] == [(link["code"], 2, [])]
    with clock.frozen(NOON + timedelta(hours=12)):  # midnight in Shanghai: another day
        shop.opened(link["code"])
        assert shop.owner(ME).get("/v1/me/share_links").json["data"][0]["opens"] == 3


def test_what_leads_nowhere() -> None:
    """J05: unknown, ended, of a product that is not on sale, while the shop has it switched off: 404 problems, and guesses are limited."""
    with clock.frozen(NOON):
        product = "prod_01JD0000000000000000000000"
        off = shop.owner(ME).put(f"/v1/me/share_links/{product}")
        assert (off.status, off.code) == (409, "shares_off")
        shop.set_to()
        for unknown in (product, "x", "😀"):
            wrong = shop.owner(ME).put(f"/v1/me/share_links/{unknown}")
            assert (wrong.status, wrong.code) == (422, "unknown_product")
        assert Client(app).put(f"/v1/me/share_links/{product}").status == 401
        on_sale = shop.a_product()
        link = shop.a_link(ME, on_sale["id"])
        for code in ("X", "😀", "ABCDEFGHJKMN", "%2f%2fevil.example", link["code"][:-1]):
            answer = shop.opened(code)
            assert (answer.status, answer.code) == (404, "not_found"), code
        # A link of somebody else cannot be ended.
        other = str(uuid.uuid4())
        assert shop.owner(other).delete(f"/v1/me/share_links/{on_sale['id']}").status == 404
        assert shop.owner(ME).delete(f"/v1/me/share_links/{on_sale['id']}").status == 204
        assert shop.owner(ME).delete(f"/v1/me/share_links/{on_sale['id']}").status == 404
        assert shop.opened(link["code"]).status == 404
        again = shop.a_link(ME, on_sale["id"])
        assert again["code"] != link["code"]
        assert (shop.opened(again["code"]).status, shop.opened(link["code"]).status) == (302, 404)
        influencer = shop.an_influencer()
        theirs = shop.influencers_link(influencer, on_sale["id"])
        assert shop.staff().patch(f"/v1/admin/share_influencers/{influencer}", {"active": False}).status == 200
        assert shop.opened(theirs["code"]).status == 404
        switched_off = shop.staff().put(f"/v1/admin/share_influencers/{influencer}/links/{on_sale['id']}")
        assert (switched_off.status, switched_off.code) == (409, "influencer_off")
        shop.set_to(enabled=False)
        assert shop.opened(again["code"]).status == 404
        guesses = [shop.opened("ABCDEFGHJKMN", address="198.51.100.1").status for _ in range(62)]
        assert (guesses[0], guesses[-1]) == (404, 429)


def test_an_order_counts_within_the_window_and_not_by_its_own_link() -> None:
    """J05: paid orders within the window, also of guests; the last link counts; self-purchase counts 0 and says why."""
    with clock.frozen(NOON):
        shop.set_to()
        me, product = people.a_customer_of(ids.customer_id(ME), 77), shop.a_product()["id"]
        code = shop.a_link(ME, product)["code"]
        share = shop.touch(code)
    with clock.frozen(NOON + timedelta(days=7) - timedelta(seconds=1)):
        shop.paid(shop.ordered(share))
        shop.paid(shop.ordered(share, guest=True))
        # What names no time counts as opened at placing; what names no link is nobody's.
        shop.paid(shop.ordered(code))
        for odd in ("nonsense", "ABCDEFGHJKMN", f"{code}-zzzzzzzz", "😀"):
            shop.paid(shop.ordered(odd))
        assert shop.orders_of(me) == [(None, 500, "pending")] * 3
        shop.paid(shop.ordered(share, subject=ME))
        assert shop.orders_of(me)[0] == ("self_purchase", 0, "pending")
    with clock.frozen(NOON + timedelta(days=7)):
        shop.paid(shop.ordered(share))
        assert shop.orders_of(me)[0] == ("outside_window", 0, "pending")
        shop.paid(shop.ordered(f"{code}-ffffffff"))
        assert shop.orders_of(me)[0] == ("outside_window", 0, "pending")
        mine = shop.owner(ME).get("/v1/me/share_links").json
        assert mine["data"][0]["orders"] == [{"orders": 3, "commission": {"amount": 1500, "currency": "CNY"}}]
        assert mine["commission"][0]["pending"]["amount"] == 1500
        assert shop.sums(me) == (1500, 0, 0)


@pytest.mark.parametrize("known_by", [{"email": "Buyer@Example.com"}, {"phone": "138 0000 0000"}])
def test_an_influencer_who_buys_as_a_guest_is_known_by_their_address(known_by: dict[str, str]) -> None:
    """J05: the same e-mail or telephone number as the link's owner."""
    with clock.frozen(NOON):
        shop.set_to()
        influencer = shop.an_influencer(**known_by)
        share = shop.touch(shop.influencers_link(influencer, shop.a_product()["id"])["code"])
        shop.paid(shop.ordered(share, guest=True))
        assert shop.orders_of(influencer) == [("self_purchase", 0, "pending")]
        told = shop.staff().get(f"/v1/admin/share_influencers/{influencer}").text
        assert "xample" not in told
        # Without it, the same order counts.
        cleared = shop.staff().patch(f"/v1/admin/share_influencers/{influencer}", dict.fromkeys(known_by))
        assert (cleared.json["has_email"], cleared.json["has_phone"]) == (False, False)
        shop.paid(shop.ordered(share, guest=True))
        assert shop.orders_of(influencer)[0] == (None, 1000, "pending")


def test_two_make_the_same_link_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop.set_to()
    product, made = shop.a_product()["id"], []
    in_between(monkeypatch, make_link, "link_of", lambda: made.append(shop.a_link(ME, product)["code"]))
    assert [shop.a_link(ME, product)["code"]] == made
    assert len(shop.owner(ME).get("/v1/me/share_links").json["data"]) == 1


def test_a_link_is_ended_by_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop.set_to()
    product = shop.a_product()["id"]
    shop.a_link(ME, product)
    ended: list[int] = []
    in_between(monkeypatch, make_link, "link_of", lambda: ended.append(shop.owner(ME).delete(f"/v1/me/share_links/{product}").status))
    assert (shop.owner(ME).delete(f"/v1/me/share_links/{product}").status, ended) == (404, [204])


def test_one_device_opens_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop.set_to()
    code = shop.a_link(ME, shop.a_product()["id"])["code"]
    in_between(monkeypatch, open_link, "live_link", lambda: shop.opened(code))
    assert shop.opened(code).status == 302
    assert shop.owner(ME).get("/v1/me/share_links").json["data"][0]["opens"] == 1
