"""What a merchant and a buyer do in the journeys of the findings, a line each."""

from __future__ import annotations

import uuid
from typing import Any

from tests.journeys.shopper import Customer, Headers, Shop, eventually, somebodys_address

ALL_OFF = {"kind": "percent", "basis_points": 10_000}
FREE_SHIPPING = {"kind": "free_shipping"}


def cny(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "CNY"}


def a_product(shop: Shop, price: int, *, stock: int = 20, currency: str = "CNY", **fields: Any) -> dict[str, Any]:
    """A fresh published product with one variant: as staff see it."""
    owner, mark = shop.staff(), uuid.uuid4().hex[:10]
    title = {"zh": f"测试品 {mark}", "en": f"Test piece {mark}"}
    body = {"title": title, "description": title, "images": [{"url": "https://example.com/piece.jpg"}]}
    body |= {"variants": [{"sku": f"P-{mark}", "price": {"amount": price, "currency": currency}}]} | fields
    product: dict[str, Any] = shop.send("POST", "/v1/admin/products", body, 201, **owner)
    for variant in product["variants"]:
        shop.send("POST", f"/v1/admin/stock/{variant['id']}/adjust", {"delta": stock, "reason": "count"}, **owner)
    shop.send("POST", f"/v1/admin/products/{product['id']}/publish", **owner)
    return product


def a_code(shop: Shop, rule: dict[str, Any], **fields: Any) -> str:
    """A coupon that everybody who has the code may use."""
    code = f"T{uuid.uuid4().hex[:10].upper()}"
    rule = {"name": {"zh": "优惠", "en": "Offer"}, "currency": "CNY"} | rule
    made = shop.send(
        "POST", "/v1/admin/coupons", {"distribution": "code", "code": code, "rule": rule} | fields, 201, **shop.staff("manager")
    )
    return str(made["code"])


def basket(
    shop: Shop, *variants: str, quantity: int = 1, currency: str = "CNY", customer: Customer | None = None, codes: Any = (), **address: Any
) -> tuple[str, Headers]:
    """The path of a cart that is ready to be placed, and what opens it."""
    cart = shop.send("POST", "/v1/carts", {"currency": currency}, 201, **(customer.own if customer else {}))
    own = customer.own if customer else {"X-Cart-Token": cart["token"]}
    path = f"/v1/carts/{cart['id']}"
    for variant in variants:
        shop.send("POST", f"{path}/lines", {"variant_id": variant, "quantity": quantity}, 201, **own)
    shop.send("PUT", f"{path}/address", somebodys_address() | address, **own)
    option = shop.get(f"{path}/delivery_options", **own)["data"][0]
    shop.send("PUT", f"{path}/delivery_option", {"id": option["id"]}, **own)
    for code in codes:
        shop.send("PUT", f"{path}/coupons/{code}", **own)
    return path, own


def place(shop: Shop, cart: tuple[str, Headers], **body: Any) -> tuple[dict[str, Any], Headers]:
    path, own = cart
    order = shop.send("POST", "/v1/orders", {"cart_id": path.rsplit("/", 1)[1], **body}, 201, **own)
    return order, {"X-Order-Token": order["token"]} if order.get("token") else own


def paid(shop: Shop, cart: tuple[str, Headers]) -> tuple[dict[str, Any], Headers]:
    order, own = place(shop, cart)
    shop.customer_does(shop.payment(order, own, "sandbox"))
    return shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid"), own


def refusal(shop: Shop, method: str, path: str, body: Any = None, **headers: Any) -> tuple[int, str]:
    answer = shop.call(method, path, body, **headers)
    return answer.status, answer.json.get("code", answer.text)


def types(shop: Shop, order: dict[str, Any], own: Headers) -> list[str]:
    return [event["type"] for event in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"]]


def subjects(shop: Shop, address: str) -> list[str]:
    return [mail["subject"] for mail in shop.get(f"/sandbox/mailbox?to={address}")["data"]]


def shipped_by_hand(shop: Shop, order: dict[str, Any], quantity: int = 1, **more: Any) -> dict[str, Any]:
    """The parcel with so many of the first line's pieces."""
    made: dict[str, Any] = shop.send("POST", shipments(order), parcel(order, quantity, **more), 201, **shop.staff("warehouse"))
    return made


def shipments(order: dict[str, Any]) -> str:
    return f"/v1/admin/orders/{order['id']}/shipments"


def parcel(order: dict[str, Any], quantity: int = 1, **more: Any) -> dict[str, Any]:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": quantity}]
    return {"carrier": "manual", "waybill": f"HAND{uuid.uuid4().hex[:10].upper()}", "lines": lines} | more


def sent_otherwise(shop: Shop, carrier: str, waybill: str | None = None) -> tuple[dict[str, Any], Headers]:
    """A paid order whose parcel is of this carrier, whatever was planned for it: that one is called back once it is booked."""
    owner, (order, own) = shop.staff("owner"), shop.paid_order(shop.a_variant(stock=2)["id"])
    shop.order_when(order["id"], own, lambda one: one["status"] == "fulfilling" and one["shipments"], seconds=90)
    (planned,) = shop.get(shipments(order), **owner)["data"]
    shop.send("POST", f"{shipments(order)}/{planned['id']}/cancel", {}, **owner)
    lines = [{key: line[key] for key in ("line_id", "quantity")} for line in planned["lines"]]
    shop.send("POST", shipments(order), {"carrier": carrier, "waybill": waybill, "lines": lines}, 201, **owner)
    return order, own


def refunded(shop: Shop, order: dict[str, Any], **body: Any) -> dict[str, Any]:
    made: dict[str, Any] = shop.send(
        "POST", f"/v1/admin/orders/{order['id']}/refunds", {"reason": "journey"} | body, 201, **shop.staff("finance")
    )
    return made


def imported(shop: Shop, csv: str) -> dict[str, Any]:
    """The job after the import of a file that is posted as it is."""
    job = shop.send("POST", "/v1/admin/imports", csv.encode(), 202, Content_Type="text/csv", **shop.staff("manager"))
    done: dict[str, Any] = eventually(
        lambda: shop.get(f"/v1/admin/jobs/{job['id']}", **shop.staff("manager")), lambda j: j["state"] in ("succeeded", "failed")
    )
    assert (done["state"], done["progress"]["failed"]) == ("succeeded", 0), done
    return done
