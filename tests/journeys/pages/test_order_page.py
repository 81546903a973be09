"""The order's page as its buyer meets it: by the link in a mail, on a telephone, without a script; through the deployed template."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from tests.journeys.merchant import subjects
from tests.journeys.shopper import ADDRESS, Headers, Shop, eventually, somebodys_address
from tests.support.browser import CHROMIUM, browser_tab

_LINK = re.compile(r"/o/[a-z2-7]{64}")


def form(shop: Shop, path: str, fields: dict[str, str]) -> urllib3.BaseHTTPResponse:
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    return urllib3.request("POST", shop.base + path, body=urlencode(fields), headers=typed, redirect=False, retries=False, timeout=60)


def page(shop: Shop, path: str, method: str = "GET") -> urllib3.BaseHTTPResponse:
    return urllib3.request(method, shop.base + path, retries=False, timeout=60)


def an_order(shop: Shop, address: dict[str, Any], quantity: int = 2) -> tuple[dict[str, Any], Headers]:
    variant = shop.a_variant(stock=9)
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201)
    own = {"X_Cart_Token": cart["token"]}
    shop.send("POST", f"/v1/carts/{cart['id']}/lines", {"variant_id": variant["id"], "quantity": quantity}, 201, **own)
    shop.send("PUT", f"/v1/carts/{cart['id']}/address", address, **own)
    option = shop.get(f"/v1/carts/{cart['id']}/delivery_options", **own)["data"][0]
    shop.send("PUT", f"/v1/carts/{cart['id']}/delivery_option", {"id": option["id"]}, **own)
    preview = shop.get(f"/v1/carts/{cart['id']}/preview", **own)
    body = {"cart_id": cart["id"], "preview_hash": preview["preview_hash"]}
    order = shop.send("POST", "/v1/orders", body, 201, **own, Idempotency_Key=str(uuid.uuid4()))
    return order, {"X_Order_Token": order["token"]}


def links_to(shop: Shop, to: str) -> list[str]:
    return [link for message in shop.get(f"/sandbox/mailbox?to={to}")["data"] for link in dict.fromkeys(_LINK.findall(message["text"]))]


def test_the_link_of_a_mail_opens_the_page_which_is_paid_on_and_followed(shop: Shop) -> None:
    """X50, X12, D08, case 10: mail, page, button, parcels; what scanners do changes nothing; every parcel is told."""
    address = somebodys_address()
    order, own = an_order(shop, address)
    (link, *_) = eventually(lambda: links_to(shop, address["email"]), bool)
    before = shop.get(f"/v1/orders/{order['id']}", **own)["version"]
    for method in ("HEAD", "GET") * 3:
        answer = page(shop, link, method)
        assert (answer.status, answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (200, "no-store", "no-referrer")
    pay_form = f"{link.rpartition('/')[2]}/pay"
    assert (order["number"] in answer.data.decode(), pay_form in answer.data.decode()) == (True, True)
    assert shop.get(f"/v1/orders/{order['id']}", **own)["version"] == before
    assert shop.get(f"/v1/orders/{order['id']}/payments", **own)["data"] == []

    pressed = [form(shop, f"{link}/pay", {"method": "sandbox.wallet"}) for _ in range(2)]
    assert [answer.status for answer in pressed] == [303, 303]
    assert pressed[0].headers["Location"] == pressed[1].headers["Location"]
    (payment,) = shop.get(f"/v1/orders/{order['id']}/payments", **own)["data"]
    shop.send("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    eventually(lambda: page(shop, link).data.decode(), lambda text: pay_form not in text, seconds=20)
    told = [entry for entry in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"] if entry["type"] == "order.paid"]
    assert (len(told), bool(told[0]["at"]), bool(told[0]["actor"]["kind"])) == (1, True, True)


def test_each_parcel_of_an_order_is_told_and_shown(shop: Shop) -> None:
    """X12, D08: told by mail, on the page and in the timeline, to the buyer and to staff, by the next reading."""
    address = somebodys_address()
    order, own = an_order(shop, address)
    payment = shop.send("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, 201, **own)
    shop.send("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    placed = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"])
    shop.send("POST", f"/sandbox/couriers/sandbox/{placed['shipments'][0]['waybill']}", {"status": "PICKED_UP"})
    wanted = f"订单 {order['number']} 已发货"
    eventually(lambda: subjects(shop, address["email"]), lambda found: wanted in found)
    assert subjects(shop, address["email"]).count(wanted) == 1
    text = page(shop, links_to(shop, address["email"])[-1]).data.decode()
    assert placed["shipments"][0]["waybill"] in text
    assert "已揽收" in text

    url = f"/v1/admin/orders/{order['id']}/shipments/{placed['shipments'][0]['id']}/trace"
    shop.send("POST", url, {"status": "OUT_FOR_DELIVERY"}, 201, **shop.staff("warehouse"))
    readers = [shop.get(f"/v1/orders/{order['id']}/timeline", **headers)["data"] for headers in (own, shop.staff("support"))]
    assert "派送中" in page(shop, links_to(shop, address["email"])[-1]).data.decode()
    for entries in readers:
        steps = [entry["type"] for entry in entries]
        assert steps[-1] == "shipment.tracked"
        assert entries[-1]["details"]["status"] == "OUT_FOR_DELIVERY"
        once = ("order.placed", "order.paid", "order.fulfilling", "order.shipped", "shipment.created", "shipment.handed_over")
        assert [steps.count(step) for step in once] == [1] * len(once)
        assert all(entry["at"] and entry["actor"]["kind"] for entry in entries)

    # L05: and something of it goes back, asked for behind the link, once however often it is pressed.
    link = links_to(shop, address["email"])[-1]
    asked = {"lang": "en", "once": "01KABCDEFGHJKMNPQRSTVWXYZ0", "reason": "damaged", f"pieces.{order['lines'][0]['id']}": "1"}
    assert [form(shop, f"{link}/return", asked).status for _ in range(2)] == [303, 303]
    (case,) = shop.get(f"/v1/orders/{order['id']}/returns", **own)["data"]
    assert [line["quantity"] for line in case["lines"]] == [1]
    assert form(shop, f"{link}/cancel", {}).status == 409


def test_a_lost_link_is_sent_by_mail_or_text_message_and_the_old_one_can_be_ended(shop: Shop) -> None:
    """X50"""
    address = somebodys_address()
    order, _ = an_order(shop, address)
    (old, *_) = eventually(lambda: links_to(shop, address["email"]), bool)
    revoked = shop.send("POST", f"/v1/admin/orders/{order['id']}/links/revoke", **shop.staff())
    assert revoked["times"] == 1
    gone = page(shop, old)
    assert (gone.status, 'name="number"' in gone.data.decode()) == (404, True)
    assert page(shop, "/o/" + "a" * 64).data == gone.data
    question = {"number": order["number"], "email": address["email"].upper()}
    assert shop.send("POST", "/v1/orders/lookup", question, 202) == shop.send(
        "POST", "/v1/orders/lookup", {"number": "1", "phone": "13800138000"}, 202
    )
    links = eventually(lambda: links_to(shop, address["email"]), lambda found: found[-1] != old)
    assert page(shop, links[-1]).status == 200
    # L05: it is not paid, so its buyer cancels it there.
    assert [form(shop, f"{links[-1]}/cancel", {"lang": "en"}).status for _ in range(2)] == [303, 303]
    assert shop.get(f"/v1/admin/orders/{order['id']}", **shop.staff())["status"] == "cancelled"

    phone = f"+86138{uuid.uuid4().int % 10**8:08d}"
    nameless = {**{name: value for name, value in ADDRESS.items() if name != "email"}, "phone": phone}
    order, _ = an_order(shop, nameless)
    assert form(shop, "/o/lookup", {"number": order["number"], "contact": phone[3:]}).status == 202
    (link,) = eventually(lambda: links_to(shop, phone.replace("+", "%2B")), bool)
    assert order["number"] in page(shop, link).data.decode()


def test_the_help_centre_is_read_searched_judged_and_written(shop: Shop) -> None:
    """L05: with the articles that a local shop begins with."""
    assert shop.get("/v1/faq?q=where+is+my+parcel", Accept_Language="en")["data"][0]["slug"] == "track-my-parcel"
    assert shop.get("/v1/faq?q=%E6%80%8E%E4%B9%88%E9%80%80%E8%B4%A7", Accept_Language="zh")["data"][0]["slug"] == "return-something"
    assert shop.get("/v1/articles?category=orders")["data"]
    assert "How do I return" in page(shop, "/o/help/return-something?lang=en").data.decode()
    assert "track-my-parcel" in page(shop, "/o/help?q=parcel&lang=en").data.decode()
    assert shop.send("POST", "/v1/articles/track-my-parcel/feedback", {"helpful": True}) == {"helpful": True}
    editor, code = shop.staff("catalog_editor"), f"c{uuid.uuid4().hex[:8]}"
    shop.send("POST", "/v1/admin/article_categories", {"code": code, "names": {"en": "News"}}, 201, **editor)
    made = shop.send("POST", "/v1/admin/articles", {"slug": code, "category": code, "texts": {"en": {"title": "Closed"}}}, 201, **editor)
    shop.send("POST", f"/v1/admin/articles/{made['id']}/publish", {}, **editor)
    eventually(lambda: shop.get(f"/v1/articles?category={code}")["data"], bool)
    row = shop.get("/v1/admin/articles?category=delivery", **shop.staff("support"))["data"][0]
    assert (row["slug"], row["helpful"]) == ("track-my-parcel", 1)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine; the page's text is tested without one too")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_telephone_without_scripts_shows_all_of_it(shop: Shop, language: str) -> None:
    """X50: nothing sticks out at 390 px, nothing is asked of anybody else, and the page's own policy stops nothing of it."""
    address = somebodys_address() | {"name": "ThisIsAVeryLongNameThatNobodyBreaks" * 3, "street": "长街" * 60}
    _, _ = an_order(shop, address)
    (link, *_) = eventually(lambda: links_to(shop, address["email"]), bool)
    shop_base = shop.info["base_url"]

    async def look() -> tuple[int, list[str], list[str]]:
        async with browser_tab() as tab:
            await tab.open(f"{shop_base}{link}?lang={language}", width=390)
            return await tab.content_width(), tab.requested, tab.said

    width, requested, said = asyncio.run(look())
    assert width <= 390
    assert [url for url in requested if not url.startswith((shop_base, "data:"))] == []
    assert [text for text in said if "Content Security Policy" in text or "Refused" in text] == []
