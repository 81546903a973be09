"""G02, G06: an exchange and its way back by the shop's waybill, through the deployed template: rights, queues, couriers, money."""

from __future__ import annotations

import uuid

from tests.integration.orders.buyer import ADDRESS
from tests.journeys.merchant import a_product, basket, refusal, subjects
from tests.journeys.parcels.test_returns import delivered
from tests.journeys.shopper import Shop, eventually


def test_a_piece_is_exchanged_for_a_dearer_one(shop: Shop) -> None:
    owner = shop.staff()
    rules = shop.get("/v1/admin/return_policies", **owner)
    label = {"carrier": "sandbox", "receiver": ADDRESS, "charge": {"amount": 500, "currency": "CNY"}}
    shop.send("PUT", "/v1/admin/return_policies", {"policies": rules["policies"], "label": label}, **owner)
    old, new, rare = (a_product(shop, price, stock=stock)["variants"][0]["id"] for price, stock in ((4000, 5), (5000, 5), (5000, 1)))
    to = f"{uuid.uuid4().hex[:12]}@example.com"
    order, own = delivered(shop, basket(shop, old, quantity=1, email=to))
    line = {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "wrong_size"}
    opening = f"/v1/orders/{order['id']}/returns"
    nobodys = rare[:-1] + ("1" if rare.endswith("0") else "0")
    assert refusal(shop, "POST", opening, {"kind": "exchange", "lines": [{**line, "variant_id": nobodys}]}, **own)[0] == 409
    before = shop.stock(new)
    case = shop.send("POST", opening, {"kind": "exchange", "lines": [{**line, "variant_id": new}]}, 201, **own)
    assert case["exchange"]["to_pay"]["amount"] == 1000
    assert shop.stock(new) == {**before, "available": before["available"] - 1, "reserved": before["reserved"] + 1}
    staff, mine, its = f"/v1/admin/returns/{case['id']}", f"/v1/returns/{case['id']}", case["exchange"]["order_id"]
    shop.customer_does(shop.payment(shop.get(f"/v1/orders/{its}", **own), own, "sandbox"))
    eventually(lambda: shop.get(mine, **own), lambda found: found["exchange"]["covered"])
    shop.send("POST", f"{staff}/approve", {}, **shop.staff("support"))
    ready = eventually(lambda: shop.get(mine, **own), lambda found: found["label"]["waybill"])
    assert ready["label"]["charge"]["amount"] == 500
    eventually(lambda: subjects(shop, to), lambda found: f"订单 {order['number']} 的寄回运单已生成" in found)
    shop.send("POST", f"{mine}/ship", {}, **own)
    shop.send("POST", f"{staff}/receive", {"lines": [{"line_id": line["line_id"], "quantity": 1, "grade": "as_new"}]}, **owner)
    eventually(lambda: shop.get(mine, **own), lambda found: found["status"] == "exchanged", seconds=60)
    shop.order_when(its, own, lambda o: bool(o["shipments"]))
    # Another one, taken back: everything is as it was.
    other, theirs = delivered(shop, basket(shop, old, quantity=1))
    wish = {"kind": "exchange", "lines": [{**line, "line_id": other["lines"][0]["id"], "variant_id": rare}]}
    gone = shop.send("POST", f"/v1/orders/{other['id']}/returns", wish, 201, **theirs)
    assert refusal(shop, "POST", f"/v1/orders/{other['id']}/returns", wish, **theirs)[0] in (409, 422)
    shop.send("POST", f"/v1/returns/{gone['id']}/cancel", None, **theirs)
    assert shop.stock(rare)["available"] == 1
    shop.send("PUT", "/v1/admin/return_policies", {"policies": rules["policies"]}, **owner)
    assert {one["id"] for one in shop.get("/v1/admin/returns?status=exchanged", **shop.staff("support"))["data"]} == {case["id"]}
