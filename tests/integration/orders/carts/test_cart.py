"""Carts: filled, changed, checked against the catalogue, and closed to everybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.shared.outside import clock, fresh
from tests.integration.orders.buyer import ADDRESS, NOON, a_customer, a_guest, a_variant, counted, filled_straight, stock_of
from tests.support.http import Client
from tests.support.identity import bearer


def money(amount: int, currency: str = "CNY") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def test_a_guest_fills_a_cart_in_his_language() -> None:
    """D01"""
    buyer, variant = a_guest(), a_variant(price=5900)
    added = buyer.client.post(f"{buyer.cart}/lines", {"variant_id": variant, "quantity": 2}, accept_language="en-GB,zh;q=0.5")
    assert added.status == 201
    line = added.json["lines"][0]
    assert (line["title"], line["quantity"], line["unit_price"], line["subtotal"]) == ("Mug", 2, money(5900), money(11800))
    assert (line["options"], line["sku"], line["notices"]) == ({"颜色": "白"}, "MUG-1", [])
    zero = money(0)
    assert added.json["totals"] == {
        "subtotal": money(11800), "discount": zero, "shipping": zero, "tax": zero, "total": money(11800), "tax_included": zero, "taxes": [],
    }  # fmt: skip
    assert (added.json["version"], added.json["missing"], added.json["token"]) == (2, ["address", "delivery_option"], None)
    unpromoted: dict[str, list[Any]] = {"applied": [], "refused": [], "hints": []}
    assert (added.json["promotions"], buyer.client.get(buyer.cart, accept_language="en").json) == (unpromoted, added.json)
    assert stock_of(variant) == (20, 0)


def test_the_same_variant_merges_and_lines_can_be_changed_removed_and_cleared() -> None:
    """D01"""
    buyer, one, two = a_guest(), a_variant(), a_variant()
    line = buyer.add(one, 2).json["lines"][0]["id"]
    assert [(x["id"], x["quantity"]) for x in buyer.add(one, 3).json["lines"]] == [(line, 5)]
    other = buyer.add(two).json["lines"][1]["id"]
    changed = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 1})
    assert [(x["id"], x["quantity"]) for x in changed.json["lines"]] == [(line, 1), (other, 1)]
    assert [x["id"] for x in buyer.client.delete(f"{buyer.cart}/lines/{line}").json["lines"]] == [other]
    assert buyer.client.delete(f"{buyer.cart}/lines/{line}").status == 404
    assert buyer.client.delete(f"{buyer.cart}/lines").json["lines"] == []


def test_concurrent_adds_of_one_variant_all_count() -> None:
    """D01"""
    buyer, variant = a_guest(), a_variant()
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda _: buyer.add(variant).status, range(6)))
    assert statuses == [201] * 6
    assert [line["quantity"] for line in buyer.client.get(buyer.cart).json["lines"]] == [6]


def test_an_add_with_a_key_counts_once() -> None:
    """X01"""
    buyer, variant = a_guest(), a_variant()
    body = {"variant_id": variant, "quantity": 1}
    first, again = (buyer.client.post(f"{buyer.cart}/lines", body, idempotency_key="k") for _ in range(2))
    assert (again.status, again.text, again.headers["idempotent-replayed"]) == (201, first.text, "true")
    assert buyer.client.get(buyer.cart).json["lines"][0]["quantity"] == 1


def test_adding_costs_two_requests_and_a_preview_two() -> None:
    buyer, variant, other = a_guest(), a_variant(), a_variant()
    buyer.add(variant)
    with counted() as calls:
        buyer.add(other)
    assert calls == {"BatchGetItem": 1, "UpdateItem": 1}
    with counted() as calls:
        buyer.preview()
    assert calls == {"GetItem": 1, "BatchGetItem": 1}


def test_what_changed_in_the_catalogue_is_told_at_its_line_until_the_line_is_touched() -> None:
    """D01"""
    buyer, dearer, short, gone = a_guest(), a_variant(price=100), a_variant(), a_variant()
    for variant in (dearer, short, gone):
        buyer.add(variant, 2)
    assert buyer.client.get(buyer.cart).headers["etag"] == '"4"'
    a_variant(price=130, variant_id=dearer)
    a_variant(stock=1, variant_id=short)
    a_variant(published=False, variant_id=gone)
    cart = buyer.client.get(buyer.cart, if_none_match='"4"')
    assert (cart.status, cart.headers["etag"]) == (200, '"4"')
    assert [line["notices"] for line in cart.json["lines"]] == [
        [{"code": "price_changed", "was": money(100), "now": money(130), "available": None}],
        [{"code": "out_of_stock", "was": None, "now": None, "available": 1}],
        [{"code": "unpublished", "was": None, "now": None, "available": None}],
    ]
    assert cart.json["lines"][0]["subtotal"] == money(260)
    touched = buyer.client.patch(f"{buyer.cart}/lines/{cart.json['lines'][0]['id']}", {"quantity": 3})
    assert (touched.json["lines"][0]["notices"], touched.json["lines"][0]["subtotal"]) == ([], money(390))


def test_a_cart_is_never_said_to_be_unchanged_because_its_price_and_promise_change_without_it() -> None:
    """D01: fees, promises and names are those of the moment of reading; the ETag only names the version for If-Match."""
    with clock.frozen(NOON):
        buyer = a_guest()
        buyer.add(a_variant())
        buyer.ready()
        before = buyer.client.get(buyer.cart)
    with clock.frozen(NOON + timedelta(days=1)):
        after = buyer.client.get(buyer.cart, if_none_match=before.headers["etag"], accept_language="en")
    assert (after.status, after.headers["etag"], after.json["lines"][0]["title"]) == (200, before.headers["etag"], "Mug")
    promised = [answer.json["delivery_option"]["promised_date"] for answer in (before, after)]
    assert promised == ["2025-03-13", "2025-03-14"]


def test_only_the_token_or_the_customer_opens_a_cart() -> None:
    guest, customer, stranger = a_guest(), a_customer(), Client(app, bearer())
    assert customer.client.get(customer.cart).json["token"] is None
    for client in (stranger, Client(app), Client(app, {"x-cart-token": "wrong"}), guest.client):
        assert client.get(customer.cart).status == 404
        assert client.post(f"{customer.cart}/lines", {"variant_id": a_variant()}).status == 404
    for client in (stranger, Client(app), Client(app, {"x-cart-token": "wrong"}), customer.client):
        assert (client.get(guest.cart).status, client.delete(f"{guest.cart}/lines").status) == (404, 404)
    assert Client(app).get(f"/v1/carts/{fresh.new_id('cart')}").status == 404
    assert Client(app).get("/v1/carts/..%2F").status == 404
    stored = CartRecord.get(cart_pk(guest.cart_id), CART_SK)
    assert guest.client.headers["x-cart-token"] not in str(stored.attribute_values)


def test_a_cart_is_kept_for_90_days_after_its_last_change() -> None:
    """D01"""
    with clock.frozen(NOON):
        buyer = a_guest()
    with clock.frozen(NOON + timedelta(days=89)):
        assert buyer.add(a_variant()).json["expires_at"] == "2025-09-05T04:00:00.000Z"
    with clock.frozen(NOON + timedelta(days=178)):
        assert buyer.client.get(buyer.cart).status == 200
    with clock.frozen(NOON + timedelta(days=180)):
        assert buyer.client.get(buyer.cart).status == 404


@pytest.mark.parametrize(
    ("body", "code", "pointers"),
    [
        ({"quantity": 0}, "invalid", ["/quantity"]),
        ({"quantity": 10**9}, "invalid", ["/quantity"]),
        ({"quantity": -1}, "invalid", ["/quantity"]),
        ({"quantity": 1.5}, "invalid", ["/quantity"]),
        ({"quantity": "2"}, "invalid", ["/quantity"]),
        ({"price": 1}, "invalid", ["/price"]),
        ({"variant_id": "var_x"}, "unknown_variant", ["/variant_id"]),
        ({"variant_id": "x" * 3000}, "invalid", ["/variant_id"]),
    ],
)
def test_bad_lines_are_refused_and_change_nothing(body: dict[str, Any], code: str, pointers: list[str]) -> None:
    buyer, variant = a_guest(), a_variant()
    answer = buyer.client.post(f"{buyer.cart}/lines", {"variant_id": variant} | body)
    assert (answer.status, answer.code) == (422, code)
    assert [e["pointer"] for e in answer.json["errors"]] == pointers
    assert buyer.client.get(buyer.cart).json["version"] == 1


def test_variants_of_another_currency_or_not_for_sale_are_refused() -> None:
    buyer = a_guest(currency="USD")
    assert buyer.add(a_variant(currency="CNY")).code == "wrong_currency"
    assert buyer.add(a_variant(currency="USD", published=False)).code == "unpublished"
    assert Client(app).post("/v1/carts", {"currency": "XXX"}).status == 422


def test_limits_of_quantity_and_lines() -> None:
    """F-D3: a cart takes as many variants as an order."""
    buyer, variant = a_guest(), a_variant(stock=5000)
    buyer.add(variant, 999)
    assert buyer.add(variant).code == "quantity_limit"
    filled_straight(buyer, [fresh.new_id("var") for _ in range(89)])
    assert len(buyer.add(variant).json["lines"]) == 90
    assert buyer.add(a_variant()).code == "too_many_lines"
    assert len(buyer.client.get(buyer.cart).json["lines"]) == 90


def test_a_stale_if_match_is_refused_with_the_current_version() -> None:
    """X23"""
    buyer, variant = a_guest(), a_variant()
    buyer.add(variant)
    stale = buyer.client.post(f"{buyer.cart}/lines", {"variant_id": variant}, if_match='"1"')
    assert (stale.status, stale.code, stale.json["current_version"]) == (409, "version_conflict", 2)
    assert buyer.client.delete(f"{buyer.cart}/lines", if_match='"2"').status == 200


def test_delivery_options_come_with_fee_and_promised_date() -> None:
    """F06"""
    with clock.frozen(NOON):
        buyer = a_guest()
        buyer.add(a_variant(price=1000))
        assert buyer.client.get(f"{buyer.cart}/delivery_options").code == "address_missing"
        assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).code == "address_missing"
        buyer.client.put(f"{buyer.cart}/address", ADDRESS)
        called = {"service": "standard", "service_name": "standard", "kind": "home"}
        option = {"id": "standard", "carrier": "sandbox", **called, "fee": money(1000), "promised_date": "2025-03-13"}
        assert buyer.client.get(f"{buyer.cart}/delivery_options").json["data"] == [option]
        assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "drone"}).code == "unknown_delivery_option"
        chosen = buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).json
        assert (chosen["delivery_option"], chosen["missing"], chosen["totals"]["total"]) == (option, [], money(2000))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"country": "Chyna"}, "/country"),
        ({"phone": "call me"}, "/phone"),
        ({"email": "nobody"}, "/email"),
        ({"city": "", "district": ""}, "/city"),
    ],
)
def test_bad_addresses_are_refused(change: dict[str, str], pointer: str) -> None:
    buyer = a_guest()
    answer = buyer.client.put(f"{buyer.cart}/address", ADDRESS | change)
    assert (answer.status, [e["pointer"] for e in answer.json["errors"]]) == (422, [pointer])
    assert buyer.client.get(buyer.cart).json["address"] is None


def test_a_preview_explains_every_part_and_names_itself() -> None:
    """D02"""
    buyer, variant = a_guest(), a_variant(price=1000)
    buyer.add(variant, 3)
    first = buyer.ready().preview()
    line = first["lines"][0]["id"]
    assert first["parts"] == [
        {"kind": "shipping", "code": "delivery_fee", "title": "", "amount": money(1000), "line_id": None},
        {"kind": "tax_included", "code": "tax_cn_vat", "title": "VAT", "amount": money(345), "line_id": line},  # 3000 × 13/113
        {"kind": "tax_included", "code": "tax_cn_vat", "title": "VAT", "amount": money(115), "line_id": None},
    ]
    assert first["totals"]["total"] == money(4000)
    assert buyer.preview()["preview_hash"] == first["preview_hash"]
    a_variant(price=1001, variant_id=variant)
    assert buyer.preview()["preview_hash"] != first["preview_hash"]
