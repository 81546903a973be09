"""What is for members alone, as deployed, with IAM enforced: on the home page, in an article, by a share link; and bundles by words."""

from __future__ import annotations

import uuid
from typing import Any

from tests.journeys.shopper import Shop, eventually


def _cards(answer: Any, slot: str) -> list[str]:
    blocks = [block for one in answer["data"] if one["slot"] == slot for block in one["blocks"]]
    return [card["id"] for block in blocks for card in block["products"]]


def _opened(shop: Shop, code: str, **headers: str) -> tuple[int, str, str]:
    asked = {"User-Agent": "Mozilla/5.0", "Accept-Language": "en", **headers}
    answer = shop._pool.request("GET", f"{shop.base}/s/{code}", headers=asked, redirect=False, retries=False)
    return answer.status, answer.headers.get("Location", ""), answer.data.decode()


def test_members_see_their_goods_wherever_they_are_shown_and_strangers_nowhere(shop: Shop) -> None:
    """A14, J05, J07, I11"""
    owner, member, stranger = shop.staff(), shop.customer(), shop.customer()
    plain, golden, name = shop.a_variant(), shop.a_variant(), uuid.uuid4().hex[:8]
    mine = shop.get("/v1/me", **member.own)["id"]
    shop.send("PUT", f"/v1/admin/promotion_buyers/{mine}", {"groups": [name]}, **owner)
    shop.send("PATCH", f"/v1/admin/products/{golden['product_id']}", {"visible_to": [name]}, **owner)
    block = {"kind": "products", "items": [golden["product_id"], plain["product_id"]]}
    shop.send("PUT", f"/v1/admin/slots/s-{name}", {"blocks": [block]}, **owner)
    shop.send("POST", f"/v1/admin/slots/s-{name}/publish", None, **owner)

    def home(**own: Any) -> list[str]:
        return _cards(shop.get("/v1/home", **own), f"s-{name}")

    eventually(lambda: home(**member.own), lambda cards: cards == [golden["product_id"], plain["product_id"]], 60)
    assert home() == home(**stranger.own) == [plain["product_id"]]
    before = shop.get("/v1/admin/share_settings", **owner)
    settings = {"window_days": 7, "influencer_rate": 1000, "customer_rate": 500, "pending_days": 0}
    shop.send("PUT", "/v1/admin/share_settings", {"version": before["version"], "enabled": True} | settings, **owner)
    path = f"/v1/me/share_links/{golden['product_id']}"
    link = eventually(lambda: shop.call("PUT", path, None, **member.own), lambda one: one.status < 300, 90).json
    refused = shop.call("PUT", path, None, **stranger.own)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "unknown_product")
    status, to, page = _opened(shop, link["code"])
    assert (status, to, "For some customers only" in page, golden["product_id"] in page) == (200, "", True, True)
    assert _opened(shop, link["code"], **stranger.own)[0] == 200
    status, to, _ = _opened(shop, link["code"], **member.own)
    assert (status, f"?share={link['code']}-" in to) == (302, True)
    assert shop.call("GET", f"/v1/products/{golden['product_id']}", None, **stranger.own).status == 404
    assert shop.get(f"/v1/products/{golden['product_id']}", **member.own)["id"] == golden["product_id"]


def test_what_a_campaign_would_do_is_asked_beforehand(shop: Shop) -> None:
    """I13, I14: by people who are known, and by past orders; staff's functions may read what they need."""
    owner = shop.staff()
    rule = {"field": "orders", "op": "at_least", "value": 0}
    segment = shop.send("POST", "/v1/admin/segments", {"name": uuid.uuid4().hex, "rule": rule}, 201, **owner)["id"]
    body = {"name": "Spring", "segment_id": segment, "template": "spring", "holdout": 50}
    one = shop.send("POST", "/v1/admin/message_campaigns", body, 201, **owner)["id"]
    expected = shop.get(f"/v1/admin/message_campaigns/{one}/figures?expected=true", **owner)["expected"]
    assert expected["told"] + expected["held_out"] <= expected["looked_at"]
    mug = shop.a_variant()
    shop.paid_order(mug["id"])
    now = shop.now()
    campaign = {
        "name": {"en": "Trial"},
        "currency": "CNY",
        "starts_at": f"{now.year + 1}-01-01T00:00:00",
        "ends_at": f"{now.year + 1}-02-01T00:00:00",
    }
    draft = shop.send("POST", "/v1/admin/campaigns", campaign, 201, **owner)["id"]
    days = {"first": f"{now:%Y-%m-%d}", "last": f"{now:%Y-%m-%d}"}
    job = shop.send("POST", f"/v1/admin/campaigns/{draft}/simulations", days, 202, **owner)["id"]
    path = f"/v1/admin/campaigns/{draft}/simulations/{job}"
    found = eventually(lambda: shop.call("GET", path, None, **owner), lambda answer: answer.status == 200, 60).json
    assert (found["touched"], found["held_out"]) == (0, 0)


def test_bundles_by_words(shop: Shop) -> None:
    """A15"""
    assert shop.get("/v1/bundles?q=nothing%20of%20this%20name")["data"] == []
