"""G01, G04, G06, X28: a piece that was delivered comes back, through the deployed template: queues, rights, mails, papers."""

from __future__ import annotations

import uuid
from typing import Any

from tests.journeys.merchant import a_product, basket, paid, refusal, subjects
from tests.journeys.parcels.test_invoices import ENTITY
from tests.journeys.shopper import Headers, Shop, eventually


def test_one_of_two_pieces_comes_back_and_is_sold_again(shop: Shop) -> None:
    owner, to = shop.staff(), f"{uuid.uuid4().hex[:12]}@example.com"
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [ENTITY]}, **owner)
    variant = a_product(shop, 4000, stock=5)["variants"][0]["id"]
    order, own = sent_again(shop, basket(shop, variant, quantity=2, email=to))
    line = order["lines"][0]["id"]
    case = shop.send("POST", f"/v1/orders/{order['id']}/returns", wish(line, 1), 201, **own)
    assert (case["status"], case["lines"][0]["clause"]["window_days"]) == ("requested", 14)
    assert refusal(shop, "POST", f"/v1/orders/{order['id']}/returns", wish(line, 2), **own) == (422, "line_quantity_exceeded")
    staff, mine = f"/v1/admin/returns/{case['id']}", f"/v1/returns/{case['id']}"
    assert refusal(shop, "POST", f"{staff}/approve", {}, **shop.staff("warehouse"))[0] == 403
    shop.send("POST", f"{staff}/approve", {"return_address": "Shanghai, Nanjing Rd 1"}, **shop.staff("support"))
    shop.send("POST", f"{mine}/ship", {"carrier": "sf", "waybill": f"SF{uuid.uuid4().hex[:10]}"}, **own)
    before = shop.stock(variant)
    graded = {"lines": [{"line_id": line, "quantity": 1, "grade": "as_new"}]}
    received = shop.send("POST", f"{staff}/receive", graded, **shop.staff("warehouse"))
    assert (received["status"], received["amount"]["amount"]) == ("inspected", 4000)
    ended = eventually(lambda: shop.get(mine, **own), lambda found: found["status"] == "refunded", seconds=60)
    assert [event["type"] for event in ended["timeline"]] == [
        "return.requested", "return.approved", "return.sent", "return.inspected", "return.refunded",
    ]  # fmt: skip
    assert shop.stock(variant) == {**before, "on_hand": before["on_hand"] + 1, "available": before["available"] + 1}
    seen = shop.order_when(order["id"], own, lambda o: o["payment_status"] == "partially_refunded")
    assert seen["totals"]["refunded"]["amount"] == 4000
    papers = f"/v1/orders/{order['id']}/invoices"
    invoice, note = eventually(lambda: shop.get(papers, **own)["data"], lambda found: len(found) == 2)
    assert (note["kind"], note["refers_to"], note["total"]["amount"]) == ("credit_note", invoice["number"], 4000)
    told = eventually(lambda: [s for s in subjects(shop, to) if order["number"] in s], lambda found: len(found) >= 9, seconds=60)
    for words in ("已收到您对订单", "申请已通过", "已寄出", "退款"):
        assert any(words in subject for subject in told), (words, told)
    assert refusal(shop, "POST", f"/v1/orders/{order['id']}/returns", wish(line, 2), **own) == (422, "line_quantity_exceeded")
    assert shop.send("POST", f"{staff}/close", None, **shop.staff("support"))["status"] == "closed"
    assert [one["id"] for one in shop.get("/v1/admin/returns?status=closed", **shop.staff("support"))["data"]] == [case["id"]]


def wish(line_id: str, quantity: int) -> dict[str, Any]:
    return {"kind": "return", "lines": [{"line_id": line_id, "quantity": quantity, "reason": "changed_mind"}]}


def sent_again(shop: Shop, cart: tuple[str, Headers]) -> tuple[dict[str, Any], Headers]:
    """Its parcel comes back, and another one arrives with the same pieces."""
    order, own = paid(shop, cart)
    booked = shop.order_when(order["id"], own, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])["shipments"][0]
    moved(shop, booked["waybill"], "PICKED_UP", "RETURNED")
    shop.order_when(order["id"], own, lambda o: o["shipments"][0]["status"] == "RETURNED")
    before, parcels = shop.stock(order["lines"][0]["variant_id"]), f"/v1/admin/orders/{order['id']}/shipments"
    assert shop.send("POST", f"{parcels}/{booked['id']}/send_again", {}, **shop.staff("warehouse"))["sent_again"] == booked["lines"]
    parcel = shop.send("POST", parcels, {"carrier": "sandbox", "lines": booked["lines"]}, 201, **shop.staff("warehouse"))
    moved(shop, parcel["waybill"], "PICKED_UP", "DELIVERED")
    arrived = shop.order_when(order["id"], own, lambda o: o["status"] == "delivered")
    assert eventually(lambda: shop.stock(order["lines"][0]["variant_id"]), lambda found: found == before)
    return arrived, own


def moved(shop: Shop, waybill: str, *statuses: str) -> None:
    for status in statuses:
        shop.send("POST", f"/sandbox/couriers/sandbox/{waybill}", {"status": status})


def delivered(shop: Shop, cart: tuple[str, Headers]) -> tuple[dict[str, Any], Headers]:
    order, own = paid(shop, cart)
    booked = shop.order_when(order["id"], own, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])
    moved(shop, booked["shipments"][0]["waybill"], "PICKED_UP", "DELIVERED")
    return shop.order_when(order["id"], own, lambda o: o["status"] == "delivered"), own
