"""R01, R05: withdrawal through the deployed template, by token, on the page and by number: the rights of each function, mails, money."""

from __future__ import annotations

import re
import uuid

from tests.journeys.merchant import a_product, basket, paid, place, refusal, subjects
from tests.journeys.pages.test_order_page import form, links_to
from tests.journeys.parcels.test_returns import delivered
from tests.journeys.shopper import Shop, eventually

_CONFIRM = re.compile(r'name="confirm" value="([^"]+)"')


def somebody() -> str:
    return f"{uuid.uuid4().hex[:12]}@example.com"


def test_what_has_not_left_is_withdrawn_in_three_ways_and_paid_back(shop: Shop) -> None:
    to = somebody()
    order, own = paid(shop, basket(shop, a_product(shop, 4000)["variants"][0]["id"], quantity=3, email=to))
    path, line = f"/v1/orders/{order['id']}/withdrawal", order["lines"][0]["id"]
    assert refusal(shop, "POST", path, {}) == (404, "not_found")
    first = shop.send("POST", path, {"lines": [{"line_id": line, "quantity": 1}]}, 200, **own)
    stated = [shop.send("POST", path, {"confirm_token": first["confirm_token"]}, 201, **own) for _ in range(2)]
    assert (first["amount"]["amount"], stated[0]["id"]) == (4000, stated[1]["id"])

    (link, *_) = eventually(lambda: links_to(shop, to), bool)
    pressed = form(shop, f"{link}/withdrawal", {"lang": "en"})
    (statement,) = _CONFIRM.findall(pressed.data.decode())
    fields = {"lang": "en", "confirm": statement, f"pieces.{line}": "1"}
    assert [form(shop, f"{link}/withdrawal", fields).status for _ in range(2)] == [200, 200]
    shop.order_when(order["id"], own, lambda o: o["totals"]["refunded"]["amount"] == 8000)

    typed = form(shop, "/o/withdrawal", {"lang": "en", "number": order["number"], "email": to})
    (token,) = _CONFIRM.findall(typed.data.decode())
    assert (typed.status, form(shop, "/o/withdrawal", {"lang": "en", "confirm": token}).status) == (200, 202)
    ended = shop.order_when(order["id"], own, lambda o: o["payment_status"] == "refunded", seconds=60)
    assert ended["status"] == "cancelled"
    eventually(lambda: [one for one in subjects(shop, to) if "撤回声明" in one], lambda found: len(found) == 3)
    asked = shop.send("POST", "/v1/orders/withdrawal", {"number": order["number"], "email": to})
    assert shop.send("POST", "/v1/orders/withdrawal", {"confirm_token": asked["confirm_token"]}, 202)["status"] == "accepted"


def test_what_came_is_paid_back_when_it_is_here_again(shop: Shop) -> None:
    to = somebody()
    order, own = delivered(shop, basket(shop, a_product(shop, 4000)["variants"][0]["id"], quantity=2, email=to))
    path = f"/v1/orders/{order['id']}/withdrawal"
    token = shop.send("POST", path, {}, 200, **own)["confirm_token"]
    (case,) = shop.send("POST", path, {"confirm_token": token}, 201, **own)["returns"]
    assert refusal(shop, "POST", path, {}, **own) == (409, "already_withdrawn")
    (link, *_) = eventually(lambda: links_to(shop, to), bool)
    waybill = {"lang": "en", "case": case, "carrier": "sf", "waybill": f"SF{uuid.uuid4().hex[:10]}"}
    tell = f"{link}/waybill"
    assert [form(shop, tell, fields).status for fields in ({"case": case}, waybill, waybill, waybill | {"waybill": "X"})] == [
        422,
        303,
        303,
        409,
    ]
    assert waybill["waybill"] in shop.call("GET", f"{link}?lang=en").text
    goods = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 2, "grade": "as_new"}]}
    shop.send("POST", f"/v1/admin/returns/{case}/receive", goods, **shop.staff("warehouse"))
    eventually(lambda: shop.get(f"/v1/returns/{case}", **own), lambda found: found["status"] == "refunded", 60)


def test_an_order_that_is_not_paid_ends_and_staff_note_when_its_buyer_was_told(shop: Shop) -> None:
    order, own = place(shop, basket(shop, a_product(shop, 4000)["variants"][0]["id"]))
    notice, told = f"/v1/admin/orders/{order['id']}/withdrawal_notice", {"told_at": "2026-01-31T16:00:00Z"}
    assert refusal(shop, "PUT", notice, told, **shop.staff("warehouse")) == (403, "forbidden")
    assert shop.send("PUT", notice, told, **shop.staff("support"))["told_at"] == "2026-01-31T16:00:00.000Z"
    path = f"/v1/orders/{order['id']}/withdrawal"
    token = shop.send("POST", path, {}, 200, **own)["confirm_token"]
    shop.send("POST", path, {"confirm_token": token}, 201, **own)
    shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
