"""What is offered beyond stock and the shop's own price, as deployed, with IAM enforced: sold ahead, by a share link, from a price list,
in a collection, asked about."""

from __future__ import annotations

import uuid

from tests.journeys.shopper import Shop, eventually


def test_what_is_sold_ahead_waits_for_its_goods_and_then_leaves(shop: Shop) -> None:
    """X31"""
    owner, mug = shop.staff(), shop.a_variant(stock=0)
    terms = {"mode": "backorder", "limit": 1, "promised_on": "2030-03-01"}
    shop.send("PUT", f"/v1/admin/stock/{mug['id']}/ahead", terms, **owner)
    eventually(lambda: shop.get(f"/v1/products/{mug['product_id']}")["variants"][0], lambda one: one["stock_state"] == "backorder")
    order, own = shop.paid_order(mug["id"])
    line = order["lines"][0]
    assert (line["sold_as"], line["promised_on"]) == ("backorder", "2030-03-01")
    full = shop.filled_cart(mug["id"])
    refused = shop.call("POST", "/v1/orders", {"cart_id": full[0]}, **full[1], **{"Idempotency-Key": uuid.uuid4().hex})
    assert (refused.status, refused.json["code"]) == (409, "out_of_stock"), refused.text
    assert shop.get(f"/v1/orders/{order['id']}", **own)["fulfilment_status"] == "unfulfilled"
    shop.send("POST", f"/v1/admin/stock/{mug['id']}/adjust", {"delta": 1, "reason": "goods received"}, **owner)
    shop.order_when(order["id"], own, lambda one: one["status"] in ("fulfilling", "shipped", "delivered", "completed"), 60)


def test_a_share_link_brings_an_order_to_whose_it_is(shop: Shop) -> None:
    """J05"""
    owner, mug = shop.staff(), shop.a_variant()
    before = shop.get("/v1/admin/share_settings", **owner)
    settings = {
        "version": before["version"],
        "enabled": True,
        "window_days": 7,
        "influencer_rate": 1000,
        "customer_rate": 500,
        "pending_days": 0,
    }
    shop.send("PUT", "/v1/admin/share_settings", settings, **owner)
    friend = shop.customer()
    link = eventually(
        lambda: shop.call("PUT", f"/v1/me/share_links/{mug['product_id']}", None, **friend.own), lambda one: one.status < 300, 90
    ).json
    code = link["code"]
    opened = shop._pool.request("GET", f"{shop.base}/s/{code}", headers={"User-Agent": "Mozilla/5.0"}, redirect=False, retries=False)
    assert opened.status == 302
    share = opened.headers["Location"].partition("share=")[2]
    cart_id, own = shop.filled_cart(mug["id"])
    shop.send("PATCH", f"/v1/carts/{cart_id}", {"metadata": {"share_link": share}}, **own)
    preview = shop.get(f"/v1/carts/{cart_id}/preview", **own)
    order = shop.send("POST", "/v1/orders", {"cart_id": cart_id, "preview_hash": preview["preview_hash"]}, 201, **own)
    payment = shop.payment(order, {"X-Order-Token": order["token"]}, "sandbox")
    shop.customer_does(payment)
    mine = eventually(
        lambda: shop.get("/v1/me/share_links", **friend.own), lambda one: [by["orders"] for by in one["data"][0]["orders"]] == [1], 60
    )
    assert mine["data"][0]["opens"] == 1


def test_a_price_list_a_collection_and_a_question(shop: Shop) -> None:
    """X15, X53, K03"""
    owner, mug = shop.staff(), shop.a_variant()
    code, slug = f"many-{uuid.uuid4().hex[:6]}", f"mugs-{uuid.uuid4().hex[:6]}"
    lists = shop.get("/v1/admin/price_lists", **owner)
    lists["price_lists"].append({"code": code, "name": "Many", "currency": "CNY"})
    shop.send("PUT", "/v1/admin/price_lists", lists, **owner)
    asks = {"prices": [{"price_list": code, "breaks": [{"quantity": 5, "amount": 4000}]}]}
    shop.send("PUT", f"/v1/admin/price_lists/prices/{mug['id']}", asks, **owner)

    def line(quantity: int) -> tuple[int, str | None]:
        cart_id, own = shop.filled_cart(mug["id"], quantity)
        (one,) = shop.get(f"/v1/carts/{cart_id}", **own)["lines"]
        return one["unit_price"]["amount"], one.get("price_list")

    eventually(lambda: line(5), lambda one: one == (4000, code), 90)
    assert line(4) == (5900, None)
    made = {"slug": slug, "name": {"en": "Mugs"}, "status": "active", "products": [mug["product_id"]]}
    shop.send("POST", "/v1/admin/collections", made, 201, **owner)
    eventually(
        lambda: shop.get(f"/v1/collections/{slug}/products")["data"], lambda rows: [one["id"] for one in rows] == [mug["product_id"]], 60
    )
    asker = shop.customer()
    shop.send("POST", f"/v1/products/{mug['product_id']}/questions", {"text": f"Does {code} fit into a dishwasher?"}, 201, **asker.own)
    eventually(lambda: shop.get(f"/v1/products/{mug['product_id']}")["question_count"], lambda count: count == 1, 60)
