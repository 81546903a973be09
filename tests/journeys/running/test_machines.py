"""A machine that buys for somebody: UCP over HTTP, by functions that may do just that."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.journeys.shopper import ADDRESS, Answer, Shop

SESSIONS = "/ucp/v1/checkout-sessions"
HOME = {
    "id": "home", "address_country": "CN", "address_region": ADDRESS["province"], "address_locality": ADDRESS["city"],
    "extended_address": ADDRESS["district"], "street_address": ADDRESS["street"], "postal_code": ADDRESS["postal_code"],
}  # fmt: skip


@contextmanager
def profile(document: bytes) -> Iterator[str]:
    """The agent's profile at an address of its own."""

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Cache-Control", "public, max-age=300")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/profile"
    finally:
        server.shutdown()
        server.server_close()


def test_a_machine_buys_whole(shop: Shop) -> None:
    """X47: it finds, opens a checkout, pays with a token lent for that session, and reads its order; the buyer pays what a buyer does."""
    variant = shop.a_variant()
    # What we say of ourselves is a profile, too: it has all of our capabilities.
    with profile(shop.call("GET", "/.well-known/ucp").content) as url:

        def call(method: str, path: str, body: Any = None, expected: int = 200) -> Any:
            own = {"UCP-Agent": f'profile="{url}"', "Request-Id": str(uuid.uuid4()), "Idempotency-Key": str(uuid.uuid4())}
            answer: Answer = shop.call(method, path, body, **own)
            assert answer.status == expected, (path, answer.status, answer.text)
            return answer.json

        found = call("POST", "/ucp/v1/catalog/lookup", {"ids": [variant["id"]]})
        assert variant["id"] in str(found["products"])
        method = {
            "type": "shipping",
            "destinations": [HOME],
            "selected_destination_id": "home",
            "groups": [{"selected_option_id": "standard"}],
        }
        buyer = {"first_name": "A", "last_name": "B", "email": f"{uuid.uuid4().hex[:12]}@example.com", "phone_number": "+8613800000000"}
        wish = {"line_items": [{"item": {"id": variant["id"]}, "quantity": 2}], "buyer": buyer, "fulfillment": {"methods": [method]}}
        opened = call("POST", SESSIONS, wish, 201)
        total = next(one["amount"] for one in opened["totals"] if one["type"] == "total")
        assert (opened["status"], opened["messages"]) == ("ready_for_complete", [])
        until = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
        lent = {"reason": "one_time", "max_amount": total, "currency": "cny", "checkout_session_id": opened["id"], "expires_at": until}
        wallet = "/sandbox/providers/payments/sandbox/agentic_commerce/delegate_payment"
        token = shop.send("POST", wallet, {"allowance": lent}, 201)["id"]
        credential = {"type": "token", "token": token}
        paid = {
            "payment": {"instruments": [{"id": "i1", "handler_id": "sandbox", "type": "token", "selected": True, "credential": credential}]}
        }
        done = call("POST", f"{SESSIONS}/{opened['id']}/complete", paid)
        assert done["status"] == "completed"
        assert call("POST", f"{SESSIONS}/{opened['id']}/complete", paid)["order"] == done["order"]
        order = call("GET", f"/ucp/v1/orders/{done['order']['id']}")
        assert next(one["amount"] for one in order["totals"] if one["type"] == "total") == total
    known = shop.get(f"/v1/admin/orders/{done['order']['id'].partition('.')[0]}", **shop.staff("owner"))
    assert (known["totals"]["total"]["amount"], known["channel"]) == (total, "agent:127.0.0.1")


def test_a_machine_with_a_key_buys_by_acp(shop: Shop) -> None:
    """X36: with a publishable key of the shop, by functions that may do just that; staff see it, and can say that it may not."""
    variant, owner = shop.a_variant(), shop.staff("owner")
    listed = shop.get("/v1/admin/price_lists/channels", **owner)["channels"]
    if "chat" not in [one["id"] for one in listed]:
        known = [{name: one[name] for name in ("id", "name", "warehouses")} for one in listed]
        wanted = {"channels": [*known, {"id": "chat", "name": "Chat"}]}
        shop.send("PUT", "/v1/admin/price_lists/channels", wanted, 200, **owner)
    made = shop.send("POST", "/v1/admin/api_keys", {"name": "An agent", "kind": "publishable", "channel": "chat"}, 201, **owner)

    def call(method: str, path: str, body: Any = None, expected: int = 200, room: str = "checkout_sessions") -> Any:
        own = {"Authorization": f"Bearer {made['secret']}", "API-Version": "2026-04-17", "Idempotency-Key": str(uuid.uuid4())}
        answer: Answer = shop.call(method, f"/acp/{room}{path}", body, **own)
        assert answer.status == expected, (path, answer.status, answer.text)
        return answer.json

    assert shop.get("/.well-known/acp.json")["protocol"]["name"] == "acp"
    address = {
        "name": ADDRESS["name"], "line_one": ADDRESS["street"], "line_two": ADDRESS["district"], "city": ADDRESS["city"],
        "state": ADDRESS["province"], "country": "CN", "postal_code": ADDRESS["postal_code"],
    }  # fmt: skip
    email = f"{uuid.uuid4().hex[:12]}@example.com"
    details = {"name": ADDRESS["name"], "phone_number": ADDRESS["phone"], "email": email, "address": address}
    cart = call("POST", "", {"line_items": [{"id": variant["id"], "quantity": 1}]}, 201, room="carts")
    cart = call("POST", f"/{cart['id']}", {"line_items": [{"id": variant["id"], "quantity": 2}]}, room="carts")
    assert call("GET", f"/{cart['id']}", room="carts") == cart
    wish = {
        "cart_id": cart["id"], "currency": "cny", "capabilities": {}, "fulfillment_details": details,
        "selected_fulfillment_options": [{"type": "shipping", "option_id": "standard", "item_ids": [variant["id"]]}],
    }  # fmt: skip
    opened = call("POST", "", wish, 201)
    total = next(one["amount"] for one in opened["totals"] if one["type"] == "total")
    assert (opened["status"], opened["messages"], opened["id"]) == ("ready_for_payment", [], cart["id"])
    until = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
    lent = {"reason": "one_time", "max_amount": total, "currency": "cny", "checkout_session_id": opened["id"], "expires_at": until}
    token = shop.send("POST", "/sandbox/providers/payments/sandbox/agentic_commerce/delegate_payment", {"allowance": lent}, 201)["id"]
    paid = {"payment_data": {"handler_id": "sandbox", "instrument": {"type": "card", "credential": {"type": "spt", "token": token}}}}
    done = call("POST", f"/{opened['id']}/complete", paid)
    assert done["status"] == "completed"
    known = shop.get(f"/v1/admin/orders/{done['order']['id'].partition('.')[0]}", **owner)
    assert (known["totals"]["total"]["amount"], known["channel"]) == (total, "agent:chat")
    assert shop.get("/v1/admin/agent_rules", **owner)["blocked"] == []
    secret = shop.send("POST", f"/v1/admin/agent_rules/{made['id']}", {}, 200, **owner, idempotency_key=str(uuid.uuid4()))["secret"]
    assert secret.startswith("whsec_")


def test_a_link_with_goods_is_looked_at_and_pressed(shop: Shop) -> None:
    """X47: through the gateway, by a function that may do just that; a browser keeps whose cart it is."""
    link = f"/ucp/buy/{shop.a_variant()['id']}:2"
    went = shop.call("GET", link)
    assert (went.status, went.headers["cache-control"], "set-cookie" in went.headers) == (303, "no-store", False), went.text
    shown = shop.call("GET", went.headers["location"].removeprefix(shop.info["base_url"]))
    assert (shown.status, '<form method="post">' in shown.text) == (200, True), shown.text
    once = shown.text.partition('name="once" value="')[2].partition('"')[0]
    form = f"once={once}&lang=en".encode()
    pressed = shop.call("POST", link, form, Content_Type="application/x-www-form-urlencoded")
    assert (pressed.status, "/cart#cart=" in pressed.headers["location"]) == (303, True), pressed.text
    cart, _, token = pressed.headers["location"].partition("#cart=")[2].partition("&token=")
    assert shop.get(f"/v1/carts/{cart}", X_Cart_Token=token)["lines"][0]["quantity"] == 2
    kept = pressed.headers["set-cookie"].partition(";")[0]
    again = shop.call("GET", link, Cookie=kept)
    assert (again.status, "/o/cart/" in again.headers["location"]) == (303, True), again.text
