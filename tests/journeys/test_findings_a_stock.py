"""Goods, stock, places and parcels (section A of the findings of 25 November 2026), seen from outside. Money: test_findings_a_money.py."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.merchant import (
    a_product,
    basket,
    cny,
    imported,
    paid,
    parcel,
    place,
    refusal,
    shipments,
    shipped_by_hand,
    types,
)
from tests.journeys.rules import BERLIN, NEW_YORK, SUZHOU
from tests.journeys.shopper import Customer, Headers, Shop, eventually

HEADER = "Handle,Title,Body (HTML),Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src"
SIZES = {"XS": 59, "S": 60, "M": 61, "L": 62}


def table(handle: str, sizes: dict[str, int], stock: int = 5) -> str:
    """A file without SKUs: one product, a row per size at its price."""
    rows = [
        f"{handle},{f'Top {handle},Text,true,Size' if n == 0 else ',,,'},{size},,{stock},{price}.00,"
        + ("https://example.com/1.jpg" if n == 0 else "")
        for n, (size, price) in enumerate(sizes.items())
    ]
    return "\n".join([HEADER, *rows, ""])


def sizes(*names: str) -> dict[str, int]:
    return {name: SIZES[name] for name in names}


def product(shop: Shop, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.get(f"/v1/products/{slug}")
    return found


@pytest.fixture(scope="module")
def variant(shop: Shop) -> str:
    return str(a_product(shop, 4000, stock=50)["variants"][0]["id"])


# — what a variant is, and what a file says —


def test_a_file_that_is_sorted_anew_leaves_what_lies_in_carts_and_orders(shop: Shop) -> None:
    """F-A1: XS in front, then all of them the other way round; by hand it cannot become another one either."""
    handle = f"top-{uuid.uuid4().hex[:8]}"
    imported(shop, table(handle, sizes("S", "M", "L")))
    made = product(shop, handle)
    small = next(one for one in made["variants"] if one["options"]["Size"] == "S")["id"]
    path, own = basket(shop, small)
    imported(shop, table(handle, sizes("XS", "S", "M", "L")))
    imported(shop, table(handle, sizes("L", "M", "S", "XS")))
    (line,) = shop.get(path, **own)["lines"]
    assert (line["variant_id"], line["options"], line["unit_price"]) == (small, {"Size": "S"}, cny(6000))
    order, _ = place(shop, (path, own))
    assert [(one["options"], one["unit_price"]) for one in order["lines"]] == [({"Size": "S"}, cny(6000))]
    assert {one["options"]["Size"]: one["price"]["amount"] for one in product(shop, handle)["variants"]} == {
        name: price * 100 for name, price in SIZES.items()
    }
    edit = f"/v1/admin/products/{made['id']}/variants/{small}"
    more = {"options": [{"name": "Size", "values": ["L", "M", "S", "XS", "XXL"]}]}
    shop.send("PATCH", f"/v1/admin/products/{made['id']}", more, **shop.staff("catalog_editor"))
    assert refusal(shop, "PATCH", edit, {"options": {"Size": "XXL"}}, **shop.staff("catalog_editor")) == (409, "variant_options_fixed")


def test_a_then_b_then_a_leaves_the_stock_of_a(shop: Shop) -> None:
    """F-A7"""
    handle = f"top-{uuid.uuid4().hex[:8]}"
    for stock in (10, 20, 10):
        imported(shop, table(handle, sizes("S"), stock))
        (one,) = product(shop, handle)["variants"]
        assert shop.stock(one["id"]) == {"on_hand": stock, "reserved": 0, "available": stock}


def test_nobody_gets_below_the_floor_by_forgetting_the_cost(shop: Shop) -> None:
    """F-A17"""
    made = a_product(shop, 5900)
    path, editor = f"/v1/admin/products/{made['id']}/variants/{made['variants'][0]['id']}", shop.staff("catalog_editor")
    shop.send("PATCH", path, {"cost": cny(5000)}, **shop.staff())
    for change, code in (
        ({"cost": None, "price": cny(1)}, "price_below_floor"),
        ({"cost": cny(0), "price": cny(0)}, "price_below_floor"),
        ({"cost": {"amount": 1, "currency": "USD"}}, "cost_currency"),
    ):
        assert refusal(shop, "PATCH", path, change, **editor) == (422, code)
    stale = {"If_Match": '"999"'} | shop.staff()
    assert refusal(shop, "PUT", "/v1/admin/price_floor", {"basis_points": 100}, **stale) == (409, "version_conflict")


def test_a_list_is_in_one_currency(shop: Shop) -> None:
    """F-A23: 42.99 dollars are not below 50.00 yuan, and who asks for dollars sees dollars only."""
    tag = f"t{uuid.uuid4().hex[:8]}"
    yuan, dollars = a_product(shop, 4999, tags=[tag])["id"], a_product(shop, 4299, currency="USD", tags=[tag])["id"]

    def found(query: str = "") -> list[str]:
        return [one["id"] for one in shop.get(f"/v1/products?tag={tag}&sort=price_asc{query}")["data"]]

    assert eventually(found, lambda ids: len(ids) == 2) == [yuan, dollars]
    assert [found(query) for query in ("&price_max=5000", "&currency=USD", "&currency=USD&price_max=4298")] == [[yuan], [dollars], []]


# — places and taxes —


def totals(shop: Shop, variant: str, currency: str, address: dict[str, Any]) -> dict[str, Any]:
    path, own = basket(shop, variant, currency=currency, **address)
    found: dict[str, Any] = shop.get(f"{path}/preview", **own)["totals"]
    return found


def test_taxes_follow_the_place_and_not_its_spelling(shop: Shop, books: str) -> None:
    """F-A18"""
    variant = a_product(shop, 1000, currency="USD")["variants"][0]["id"]
    first = eventually(lambda: totals(shop, variant, "USD", NEW_YORK), lambda found: found["taxes"], seconds=75)
    assert [(one["name"], one["rate"], one["base"]["amount"]) for one in first["taxes"]] == [
        ("City", "0.045", 2800),
        ("State", "0.04", 2800),
    ]
    spellings = [("ny", "New York City"), ("ＮＹ", "Brooklyn"), ("New York", "NYC"), ("US-NY", "纽约"), ("", "New York City")]
    for province, city in spellings:
        assert totals(shop, variant, "USD", NEW_YORK | {"province": province, "city": city}) == first, (province, city)
    elsewhere = totals(shop, variant, "USD", NEW_YORK | {"city": "Albany", "postal_code": "12207"})
    assert [one["rate"] for one in elsewhere["taxes"]] == ["0.04"]


@pytest.mark.parametrize(("province", "city"), [("台湾", "台北市"), ("Hong Kong", "Kowloon"), ("", "澳门")])
def test_beside_the_mainland_its_tax_does_not_hold(shop: Shop, variant: str, province: str, city: str) -> None:
    """F-A18"""
    found = totals(shop, variant, "CNY", {"province": province, "city": city, "district": "", "postal_code": ""})
    assert (found["taxes"], found["tax_included"], found["shipping"]) == ([], cny(0), cny(12_000))


def test_delivery_bears_the_tax_of_the_goods_whose_class_comes_from_the_category_above(shop: Shop, books: str) -> None:
    """F-A19 F-A20 F-A21: 7 % on books and on their delivery, told by rate and kept on the order."""
    below = shop.send("POST", "/v1/admin/categories", {"name": {"zh": "小说", "en": "Novels"}, "parent_id": books}, 201, **shop.staff())
    novel = a_product(shop, 10_000, currency="EUR", category_id=below["id"])["variants"][0]["id"]
    cart = basket(shop, novel, currency="EUR", **BERLIN)
    path, own = cart
    shown = eventually(lambda: shop.get(f"{path}/preview", **own)["totals"], lambda found: found["taxes"], seconds=75)
    assert [(one["rate"], one["base"]["amount"], one["amount"]["amount"]) for one in shown["taxes"]] == [("0.07", 11_600, 812)]
    assert (shown["tax"]["amount"], shown["tax_included"]["amount"]) == (812, 0)
    assert place(shop, cart)[0]["totals"] == shown | {"refunded": {"amount": 0, "currency": "EUR"}}


# — parcels —


def test_what_a_parcel_is_said_to_be_is_checked(shop: Shop, variant: str) -> None:
    """F-A25"""
    warehouse = shop.staff("warehouse")
    (order, own), (other, _) = (paid(shop, basket(shop, variant, quantity=2, **SUZHOU)) for _ in range(2))
    wrongs: tuple[dict[str, Any], ...] = ({"warehouse_id": "wh_none"}, {"eta": "2020-01-01"}, {"eta": "2999-01-01"}, {"eta": "2026-02-30"})
    for wrong in wrongs:
        assert shop.call("POST", shipments(order), parcel(order, **wrong), **warehouse).status == 422, wrong
    made = shipped_by_hand(shop, order)
    for waybill in (made["waybill"], made["waybill"].lower()):
        assert refusal(shop, "POST", shipments(other), parcel(other, waybill=waybill), **warehouse) == (409, "waybill_taken")
    trace = f"{shipments(order)}/{made['shipment_id']}/trace"
    for at in ("2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59"):
        assert shop.call("POST", trace, {"status": "DELIVERED", "at": at}, **warehouse).status == 422, at
    assert shop.get(f"/v1/orders/{order['id']}", **own)["delivered_at"] is None


def test_what_couriers_say_that_cannot_be_is_for_people(shop: Shop, variant: str) -> None:
    """F-A25: a scan of 2099 delivers nothing; a parcel that is collected after the order was cancelled is no silence. D16: what is over
    closes by itself."""
    support = shop.staff("support")

    def exceptions(order: dict[str, Any]) -> dict[str, str]:
        listed = shop.get(f"/v1/admin/exceptions?state=all&order={order['id']}", **support)["data"]
        return {one["kind"]: one["state"] for one in listed}

    order, own = paid(shop, basket(shop, variant))
    booked = shop.order_when(order["id"], own, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])
    path = f"/sandbox/couriers/sandbox/{booked['shipments'][0]['waybill']}"
    shop.send("POST", path, {"status": "DELIVERED", "at": "2099-01-01T00:00:00Z"})
    eventually(lambda: exceptions(order), lambda cases: cases == {"absurd_time": "open"})
    assert shop.get(f"/v1/orders/{order['id']}", **own)["delivered_at"] is None
    shop.send("POST", f"/v1/orders/{order['id']}/cancel", {}, **support)
    shop.send("POST", path, {"status": "PICKED_UP"})
    eventually(lambda: exceptions(order), lambda cases: cases == {"absurd_time": "closed", "collected_after_cancel": "open"})
    assert "shipment.exception" in types(shop, order, own)
    assert shop.get(f"/v1/orders/{order['id']}", **own)["status"] == "cancelled"


# — much and little —


def test_the_quota_of_a_flash_sale_is_given_back_once(shop: Shop) -> None:
    """F-A4: released before it is paid and cancelled by staff; whoever buys then gets what they paid for."""
    variant, now = a_product(shop, 5000, stock=2)["variants"][0]["id"], shop.now()
    body = {"name": {"zh": "秒杀", "en": "Flash"}, "variant_id": variant, "price": cny(1900), "quota": 2, "shards": 1}
    body |= {"opens_at": now.isoformat(), "closes_at": (now + timedelta(hours=1)).isoformat()}
    sale = shop.send("POST", "/v1/admin/flash_sales", body, 201, **shop.staff("manager"))["id"]

    def left() -> int:
        return int(shop.get(f"/v1/admin/flash_sales/{sale}", **shop.staff("manager"))["left"])

    def buy(buyer: Customer) -> tuple[dict[str, Any], Headers]:
        path, own = basket(shop, variant, customer=buyer, **SUZHOU)
        entry = shop.send("POST", f"/v1/flash_sales/{sale}/tokens", None, 201, **own)
        shop.send("PUT", f"{path}/flash_token", {"flash_sale_id": sale, "token": entry["token"]}, **own)
        return place(shop, (path, own))

    order, own = buy(shop.customer())
    shop.payment(order, own, "manual", method="cash_on_delivery")
    shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling")
    shop.send("POST", f"/v1/orders/{order['id']}/cancel", {}, **shop.staff("support"))
    assert (left(), shop.stock(variant)) == (1, {"on_hand": 2, "reserved": 1, "available": 1})
    last, own = buy(shop.customer())
    shop.customer_does(shop.payment(last, own, "sandbox"))
    shop.order_when(last["id"], own, lambda o: o["payment_status"] == "paid")
    assert (left(), shop.stock(variant)) == (0, {"on_hand": 1, "reserved": 0, "available": 1})


def test_the_largest_order_is_cancelled_with_its_parcels(shop: Shop) -> None:
    """F-A8: 90 variants in 8 parcels are more writes than one transaction takes."""
    handle = f"many-{uuid.uuid4().hex[:8]}"
    imported(shop, table(handle, {f"N{n}": 1 for n in range(90)}, stock=1))
    admin = shop.get(f"/v1/admin/products/{product(shop, handle)['id']}", **shop.staff())
    variants = [one["id"] for one in admin["variants"]]
    assert len(variants) == 90
    order, _ = paid(shop, basket(shop, *variants, **SUZHOU))
    for at in range(8):
        lines = [{"line_id": line["id"], "quantity": 1} for line in order["lines"][at * 11 : at * 11 + 11]]
        shop.send("POST", shipments(order), {"carrier": "sandbox", "lines": lines}, 201, **shop.staff("warehouse"))
    done = shop.call("POST", f"/v1/orders/{order['id']}/cancel", {}, **shop.staff("support"))
    assert (done.status, done.json.get("status")) == (200, "cancelled"), done.text
    for one in (variants[0], variants[-1]):
        eventually(lambda one=one: shop.stock(one)["available"], lambda pieces: pieces == 1)  # type: ignore[misc]


def test_as_many_large_zones_as_a_shop_needs_fit(shop: Shop) -> None:
    """F-A30: every zone is an item of its own; the seventh of 500 areas used to be too much."""
    owner, path, made = shop.staff(), "/v1/admin/shipping_zones", []
    rate = {"carrier": "manual", "currency": "USD", "first_fee": 100}
    for zone in range(8):
        codes = [f"{zone * 500 + area:05d}-0000" for area in range(500)]
        areas = [{"country": "US", "postcodes": [one]} for one in codes]
        made.append(shop.send("POST", path, {"name": "Many", "areas": areas, "rates": [rate]}, 201, **owner)["id"])
    kept = [zone["id"] for zone in shop.get(path, **owner)["data"]]
    assert [shop.call("DELETE", f"{path}/{one}", **owner).status for one in made] == [204] * 8
    assert set(made) <= set(kept)
