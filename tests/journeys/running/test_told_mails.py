"""J03, X43: what becomes of a mail reaches the delivery log and who bounced is not written to again; one trace goes from a call through
queues to the webhook and the mail that it caused."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.journeys.merchant import a_product, basket, paid
from tests.journeys.shopper import Shop, eventually
from tests.support.hooks.server import hook_server


def messages(shop: Shop, order: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shop.get(f"/v1/admin/notifications?order={order['id']}", **shop.staff("manager"))["data"]
    return rows


def test_a_bounce_and_a_complaint_reach_the_log(shop: Shop) -> None:
    address = f"{uuid.uuid4().hex[:12]}@example.com"
    variant = a_product(shop, 900)["variants"][0]["id"]
    order, _ = paid(shop, basket(shop, variant, email=address))
    mails = eventually(lambda: shop.get(f"/sandbox/mailbox?to={address}")["data"], lambda found: len(found) >= 2, seconds=90)
    for mail, outcome in zip(mails[:2], ("deliver", "bounce"), strict=True):
        shop.send("POST", f"/sandbox/mailbox/{mail['id']}", {"outcome": outcome}, 202)
    eventually(
        lambda: sorted(row["state"] for row in messages(shop, order)),
        lambda found: {"delivered", "bounced"} <= set(found),
        seconds=90,
    )
    assert shop.call("POST", f"/sandbox/mailbox/{mails[0]['id']}", {"outcome": "explode"}).status == 422
    assert shop.call("POST", "/sandbox/mailbox/nobodys", {"outcome": "bounce"}).status == 404


def test_one_trace_from_a_call_to_the_webhook(shop: Shop) -> None:
    owner = shop.staff("owner")
    trace = uuid.uuid4().hex
    with hook_server() as outside:
        made = shop.send("POST", "/v1/admin/webhook_endpoints", {"url": outside.url, "events": ["order.placed"]}, 201, **owner)
        try:
            variant = a_product(shop, 900)["variants"][0]["id"]
            path, own = basket(shop, variant)
            body = {"cart_id": path.rsplit("/", 1)[1]}
            answer = shop.call("POST", "/v1/orders", body, traceparent=f"00-{trace}-00f067aa0ba902b7-01", **own)
            assert answer.status == 201, answer.text
            order_id = answer.json["id"]
            told = eventually(lambda: [one for one in outside.asked if json.loads(one.raw).get("subject") == order_id], bool, seconds=120)
            assert told[0].headers["traceparent"].split("-")[1] == trace
        finally:
            shop.send("DELETE", f"/v1/admin/webhook_endpoints/{made['id']}", None, 204, **owner)
