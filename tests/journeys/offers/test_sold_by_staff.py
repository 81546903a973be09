"""What staff sell and change for a buyer, and cards that are bought, as deployed, with IAM enforced."""

from __future__ import annotations

import uuid

from tests.journeys.shopper import Shop, eventually, somebodys_address


def test_a_draft_is_priced_and_placed_and_the_order_changed(shop: Shop) -> None:
    """E09, D09: prices of the buyer are asked by whoever prices for them."""
    owner, mug, bowl = shop.staff(), shop.a_variant(), shop.a_variant()
    wish = {"address": somebodys_address(), "lines": [{"variant_id": mug["id"], "quantity": 2}]}
    draft = shop.send("POST", "/v1/admin/draft_orders", wish, 201, **owner)
    order = shop.send("POST", f"/v1/admin/draft_orders/{draft['id']}/place", {"pay_hours": 48}, 201, **owner)["order"]
    assert (order["channel"], order["lines"][0]["unit_price"]["amount"]) == ("staff", mug["price"])
    more = {"lines": [{"variant_id": bowl["id"], "quantity": 1}]}
    shown = shop.send("POST", f"/v1/orders/{order['id']}/preview", more, **owner)
    after = shop.send("PATCH", f"/v1/orders/{order['id']}", more | {"preview_hash": shown["preview_hash"]}, **owner)
    assert after["totals"]["total"]["amount"] == order["totals"]["total"]["amount"] + bowl["price"]


def test_a_gift_card_that_is_bought_is_untaxed_and_issued_once_for_its_price(shop: Shop) -> None:
    """X18"""
    owner, card = shop.staff(), shop.a_variant()
    shop.send("PATCH", f"/v1/admin/products/{card['product_id']}", {"tax_class": "gift_card"}, **owner)
    eventually(lambda: _taxed(shop, card["id"]), lambda lines: lines == [], 90)
    before = shop.owed("gift_card")
    order, own = shop.paid_order(card["id"])
    assert eventually(lambda: shop.owed("gift_card"), lambda now: now != before, 90) == before + card["price"]
    done = shop.order_when(order["id"], own, lambda one: one["status"] == "completed", 120)
    assert (done["fulfilment_status"], done["shipments"], done["totals"]["shipping"]["amount"]) == ("delivered", [], 0)


def _taxed(shop: Shop, variant_id: str) -> list[str | None]:
    """The lines that taxes are in; None: the delivery."""
    cart_id, own = shop.filled_cart(variant_id)
    parts = shop.get(f"/v1/carts/{cart_id}/preview", **own)["parts"]
    return [part["line_id"] for part in parts if part["kind"] == "tax_included"]


def test_who_has_no_account_is_erased_by_their_address(shop: Shop) -> None:
    """H14: what finds them is a keyed hash; the function that is asked has the key."""
    owner, email = shop.staff(), f"{uuid.uuid4().hex[:12]}@example.com"
    shop.send("POST", "/v1/subscriptions", {"email": email, "text_version": "1"}, 202)
    asked = shop.send("POST", "/v1/admin/erasures", {"email": email}, 202, **owner)
    ended = eventually(lambda: shop.get(f"/v1/admin/erasures/{asked['person']}", **owner), lambda one: one["state"] == "done", 90)
    assert ended["left"] == 0
