"""What developers of storefronts and staff met (section D of the findings of 25 November 2026), seen from outside.

Left to later issues: labels and cancelling of parcels (F-D5), F-D4, mails beyond the refund notice (F-D2), screens (F-D8). Refunds that
fail or stay pending at the simulators: tests/integration/payments/providers/test_console_refunds.py. F-D10's first purchase:
`make demo` itself.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.shopper import ADDRESS, Shop, eventually


def mails(shop: Shop, to: str, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = eventually(
        lambda: shop.get(f"/sandbox/mailbox?to={to}")["data"], lambda some: len(some) >= count, seconds=40
    )
    return found


def test_who_is_signed_in_gets_their_mails_without_typing_their_address_again(shop: Shop) -> None:
    """F-D1: the account's e-mail address and language, where the cart has none."""
    buyer, variant = shop.customer(), shop.a_variant()
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201, **buyer.own)
    path = f"/v1/carts/{cart['id']}"
    shop.send("POST", f"{path}/lines", {"variant_id": variant["id"]}, 201, **buyer.own)
    shop.send("PUT", f"{path}/address", {name: value for name, value in ADDRESS.items() if name != "email"}, **buyer.own)
    option = shop.get(f"{path}/delivery_options", **buyer.own)["data"][0]
    shop.send("PUT", f"{path}/delivery_option", {"id": option["id"]}, **buyer.own)
    order = shop.send("POST", "/v1/orders", {"cart_id": cart["id"]}, 201, **buyer.own)
    subjects = eventually(
        lambda: [mail["subject"] for mail in mails(shop, buyer.login, 1)], lambda some: any(order["number"] in one for one in some), 40
    )
    assert f"We have received your order {order['number']}" in subjects


def test_a_refund_is_told_by_mail_with_its_amount(shop: Shop) -> None:
    """F-D2; F-D5: found by its buyer's address, and by plain dates. F-D6: a parcel is called by one name everywhere."""
    to = f"{uuid.uuid4().hex[:10]}@example.com"
    variant, finance = shop.a_variant(), shop.staff("finance")
    cart_id, own = shop.filled_cart(variant["id"], 2)
    shop.send("PUT", f"/v1/carts/{cart_id}/address", {**ADDRESS, "email": to}, **own)
    order = shop.send("POST", "/v1/orders", {"cart_id": cart_id}, 201, **own)
    token = {"X-Order-Token": order["token"]}
    shop.customer_does(shop.payment(order, token, "sandbox"))
    shop.order_when(order["id"], token, lambda one: one["payment_status"] == "paid")
    body = {"reason": "broken", "amount": {"amount": 1234, "currency": "CNY"}}
    shop.send("POST", f"/v1/admin/orders/{order['id']}/refunds", body, 201, **finance)

    def told() -> list[str]:
        # A credit note, where another journey brought somebody who issues them, tells the same amount.
        found = [mail["text"] for mail in shop.get(f"/sandbox/mailbox?to={to}")["data"] if "12.34" in mail["subject"]]
        assert all("12.34" in text for text in found)
        return found

    assert len(eventually(told, bool, seconds=40)) == 1
    today = shop.now().date()
    for asked in (f"email={to}", f"email={to.upper()}&from={today - timedelta(days=1)}&to={today + timedelta(days=1)}"):
        rows = shop.get(f"/v1/admin/orders?{asked}", **shop.staff("support"))["data"]
        assert [row["id"] for row in rows] == [order["id"]], asked
    assert shop.get(f"/v1/admin/orders?email={to}&to={today - timedelta(days=2)}", **shop.staff("support"))["data"] == []
    assert shop.call("GET", f"/v1/admin/orders?from={today}&to={today - timedelta(days=2)}", **shop.staff("support")).status == 422
    kept = shop.order_when(order["id"], token, lambda one: bool(one["shipments"]))
    tracked = shop.get(f"/v1/orders/{order['id']}/tracking", **token)["data"]
    assert [one["shipment_id"] for one in tracked] == [one["id"] for one in kept["shipments"]]


def test_what_the_contract_calls_states_are_enumerations(shop: Shop) -> None:
    """F-D6: states of orders, payments, parcels, carts are told in the contract."""
    contract = shop.get("/v1/openapi.json")
    schemas = contract["components"]["schemas"]

    def states_of(path: str, method: str, code: str, field: str) -> set[str]:
        schema = contract["paths"][path][method]["responses"][code]["content"]["application/json"]["schema"]
        while "$ref" in schema:
            schema = schemas[schema["$ref"].split("/")[-1]]
        kind = schema["properties"][field]
        while "$ref" in kind:
            kind = schemas[kind["$ref"].split("/")[-1]]
        return set(kind.get("enum", []))

    orders = {"pending_payment", "paid", "fulfilling", "shipped", "delivered", "completed", "cancelled", "imported"}
    assert states_of("/v1/orders/{id}", "get", "200", "status") == orders
    assert "partially_paid" in states_of("/v1/orders/{id}", "get", "200", "payment_status")
    assert "AVAILABLE_FOR_PICKUP" in states_of("/v1/admin/orders/{id}/shipments", "post", "201", "status")


def test_problems_are_titled_in_the_reader_s_language(shop: Shop) -> None:
    """F-D6"""
    path = "/v1/products/prod_00000000000000000000000000"
    english, chinese = (shop.call("GET", path, Accept_Language=language).json for language in ("en", "zh-CN"))
    assert (english["code"], english["title"]) == ("not_found", "Not found")
    assert chinese["code"] == "not_found"
    assert chinese["title"] != english["title"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese["title"])


@pytest.mark.parametrize(("provider", "method"), [("alipay", "page"), ("unionpay", "web")])
def test_the_simulated_buyer_needs_no_browser(shop: Shop, provider: str, method: str) -> None:
    """F-D7"""
    order, own = shop.placed_order(shop.a_variant()["id"])
    payment = shop.payment(order, own, provider, method=method)
    shop.customer_does(payment)
    assert shop.order_when(order["id"], own, lambda one: one["payment_status"] == "paid")["payment_status"] == "paid"


def test_a_refund_made_in_the_provider_s_dashboard_is_booked_and_not_paid_again(shop: Shop) -> None:
    """F-D8: and what was put aside and the ledger can be read by finance, by nobody else."""
    finance = shop.staff("finance")
    order, own = shop.placed_order(shop.a_variant()["id"])
    payment = shop.payment(order, own, "stripe")
    shop.customer_does(payment)
    total = order["totals"]["total"]["amount"]
    shop.order_when(order["id"], own, lambda one: one["payment_status"] == "paid")
    shop.customer_does(payment, "refund", amount=total)
    known = eventually(lambda: shop.get(f"/v1/admin/orders/{order['id']}/refunds", **finance)["data"], bool, seconds=40)
    assert [(one["origin"], one["status"], one["amount"]["amount"]) for one in known] == [("provider", "succeeded", total)]
    again = {"reason": "twice", "amount": {"amount": 1, "currency": "CNY"}}
    answer = shop.call("POST", f"/v1/admin/orders/{order['id']}/refunds", again, **finance)
    assert (answer.status, answer.json["code"]) == (422, "refund_exceeds_captured"), answer.text
    entries = shop.get(f"/v1/admin/ledger?order={order['id']}", **finance)["data"]
    postings = [one["amount"]["amount"] for entry in entries for one in entry["postings"] if one["account"].startswith("order:")]
    assert sorted(postings) == [-total, total]
    assert shop.get("/v1/admin/quarantine", **finance)["data"] == []
    for path in ("quarantine", "ledger", "payment_tasks"):
        assert shop.call("GET", f"/v1/admin/{path}", **shop.staff("warehouse")).status == 403


def test_a_payment_without_its_payer_is_refused_and_none_is_kept(shop: Shop) -> None:
    """F-D9"""
    order, own = shop.placed_order(shop.a_variant()["id"])
    wish = {"provider": "wechatpay", "method": "jsapi", "return_url": "https://shop.example.com/done"}
    answer = shop.call("POST", f"/v1/orders/{order['id']}/payments", wish, **own)
    assert (answer.status, [one["pointer"] for one in answer.json["errors"]]) == (422, ["/payer_id"]), answer.text
    assert shop.get(f"/v1/orders/{order['id']}/payments", **own)["data"] == []


def test_a_first_purchase_works_whatever_was_put_on_sale_last(shop: Shop) -> None:
    """F-D10: the newest product is sold in another currency; a list in CNY does not lead to it, nor prices in one list differ."""
    owner, mark = shop.staff(), uuid.uuid4().hex[:10]
    body = {
        "title": {"en": f"Dollar mug {mark}"},
        "description": {"en": "Good"},
        "images": [{"url": "https://example.com/mug.jpg"}],
        "variants": [{"sku": mark, "options": {}, "price": {"amount": 4299, "currency": "USD"}}],
    }
    made = shop.send("POST", "/v1/admin/products", body, 201, **owner)
    shop.send("POST", f"/v1/admin/stock/{made['variants'][0]['id']}/adjust", {"delta": 5, "reason": "count"}, **owner)
    shop.send("POST", f"/v1/admin/products/{made['id']}/publish", **owner)
    in_dollars = "/v1/products?currency=USD&limit=100"
    eventually(lambda: [row["id"] for row in shop.get(in_dollars)["data"]], lambda ids: made["id"] in ids, seconds=15)
    for path in ("/v1/products?currency=CNY&in_stock=true&limit=5", f"/v1/products?q={mark}&price_max=5000&currency=CNY"):
        page = shop.get(path)
        assert page["currency"] == "CNY"
        assert made["id"] not in [row["id"] for row in page["data"]]
        assert {row["price_from"]["currency"] for row in page["data"]} <= {"CNY"}
    assert {row["price_from"]["currency"] for row in shop.get(f"{in_dollars}&price_max=5000")["data"]} == {"USD"}


def test_a_cart_is_found_on_another_device_and_takes_a_saved_address(shop: Shop) -> None:
    """F-D3, D03: my cart, an address by its id or as it is read, how it can be paid, the preview's totals in every answer."""
    buyer, variant = shop.customer(), shop.a_variant()
    assert shop.call("GET", "/v1/carts/mine", **buyer.own).json["code"] == "no_cart"
    saved = shop.send("POST", "/v1/me/addresses", ADDRESS, 201, **buyer.own)
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201, **buyer.own)
    path = f"/v1/carts/{cart['id']}"
    added = shop.send("POST", f"{path}/lines", {"variant_id": variant["id"]}, 201, **buyer.own)
    assert added["totals"] == shop.get(f"{path}/preview", **buyer.own)["totals"]
    assert shop.get("/v1/carts/mine", **buyer.own)["id"] == cart["id"]
    shop.send("PUT", f"{path}/address", {"address_id": saved["id"]}, **buyer.own)
    assert shop.send("PUT", f"{path}/address", saved, **buyer.own)["address"]["street"] == ADDRESS["street"]
    options = shop.get(f"{path}/delivery_options", **buyer.own)
    assert "choose_delivery" in options["next_steps"]
    shop.send("PUT", f"{path}/delivery_option", {"id": options["data"][0]["id"]}, **buyer.own)
    ways = [one["provider"] for one in shop.get(f"{path}/payment_methods", **buyer.own)["data"]]
    order = shop.send("POST", "/v1/orders", {"cart_id": cart["id"]}, 201, **buyer.own)
    assert ways == [one["provider"] for one in shop.get(f"/v1/payment_methods?order={order['id']}", **buyer.own)["data"]] != []
    assert shop.call("GET", "/v1/carts/mine", **buyer.own).json["code"] == "no_cart"
