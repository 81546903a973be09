"""G03: a repair that the shop does not owe, whose price its buyer turns down, on the deployed template: rights, queues, orders, mails."""

from __future__ import annotations

import uuid
from datetime import timedelta

from tests.journeys.merchant import a_product, basket, refusal, subjects
from tests.journeys.parcels.test_returns import delivered
from tests.journeys.shopper import Shop, eventually

SENT = {"carrier": "sf", "waybill": "SF1"}


def test_a_price_is_turned_down_and_the_piece_goes_back_as_it_came(shop: Shop) -> None:
    owner, to = shop.staff(), f"{uuid.uuid4().hex[:12]}@example.com"
    rules = shop.get("/v1/admin/return_policies", **owner)
    variant = a_product(shop, 4000, stock=5)["variants"][0]["id"]
    order, own = delivered(shop, basket(shop, variant, quantity=2, email=to))
    before, line = shop.stock(variant), {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "defective"}
    shop.send("PUT", "/v1/admin/return_policies", {"policies": [{"id": "all", "warranty_months": 0}]}, **owner)
    try:
        with shop.another_time() as set_to:
            set_to(shop.now() + timedelta(hours=25))
            case = shop.send("POST", f"/v1/orders/{order['id']}/returns", {"kind": "repair", "lines": [line]}, 201, **own)
    finally:
        shop.send("PUT", "/v1/admin/return_policies", {"policies": rules["policies"]}, **shop.staff())
    staff, mine = f"/v1/admin/returns/{case['id']}", f"/v1/returns/{case['id']}"
    support, warehouse = shop.staff("support"), shop.staff("warehouse")
    shop.send("POST", f"{staff}/approve", {}, **support)
    shop.send("POST", f"{mine}/ship", SENT, **own)
    shop.send("POST", f"{staff}/take_in", None, **warehouse)
    assert refusal(shop, "POST", f"{mine}/decline_quote", **own)[0] == 409, "there is no price yet"
    told = {"finding": "The handle is worn out.", "price": {"amount": 1500, "currency": "CNY"}}
    quoted = shop.send("POST", f"{staff}/diagnose", told, **support)
    its = quoted["repair"]["order_id"]
    assert shop.get(f"/v1/orders/{its}", **own)["status"] == "pending_payment"
    assert refusal(shop, "POST", f"{mine}/decline_quote", **{"x-order-token": "another"})[0] == 404
    declined = shop.send("POST", f"{mine}/decline_quote", None, **own)
    assert declined["repair"]["unrepaired"] == "declined"
    assert refusal(shop, "POST", f"{mine}/decline_quote", **own) == (409, "illegal_transition")
    shop.order_when(its, own, lambda found: found["status"] == "cancelled")
    assert refusal(shop, "POST", f"/v1/orders/{its}/payments", {"provider": "sandbox"}, **own)[0] == 409
    shop.send("POST", f"{staff}/send_back", SENT | {"waybill": "SF2"}, **warehouse)
    done = eventually(lambda: shop.get(mine, **own), lambda found: found["status"] == "sent_back")
    # It was asked for by another time than that of the rest.
    assert {event["type"] for event in done["timeline"]} == {
        "return.requested", "return.approved", "return.sent", "return.taken_in", "return.quoted", "return.unrepaired", "return.sent_back",
    }  # fmt: skip
    assert shop.stock(variant) == before
    assert shop.get(f"/v1/orders/{order['id']}", **own)["totals"]["refunded"]["amount"] == 0
    eventually(lambda: [s for s in subjects(shop, to) if order["number"] in s], lambda found: len(found) >= 8, seconds=60)
