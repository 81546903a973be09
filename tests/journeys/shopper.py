"""A storefront, an owner and the simulated outside world, as a test drives them over HTTP."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import urllib3

Headers = dict[str, Any]
PATIENCE = float(os.environ.get("JOURNEY_PATIENCE", "1"))
"""By how much longer everything is waited for, on a machine that does much besides."""

_UNTOLD = b"//localhost:8000"


def somebodys_address() -> dict[str, str]:
    """Of a guest like no other: an address that nobody has proven gets so many mails an hour."""
    return {**ADDRESS, "email": f"{uuid.uuid4().hex[:12]}@example.com"}


ADDRESS = {
    "name": "测试用户",
    "phone": "13800000000",
    "email": "buyer@example.com",
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 1 号",
    "postal_code": "310000",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Customer:
    login: str
    own: Headers


class Shop:
    def __init__(self, info: Mapping[str, Any]) -> None:
        self.info = info
        self.base = str(info["base_url"]).replace("localhost", "127.0.0.1")
        self._pool = urllib3.PoolManager(maxsize=64, block=False)
        self._tokens: dict[str, str] = {}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        if raw is not None:
            given = {"Content-Type": "application/json"} | given
        answer = self._pool.request(method, self.base + path, body=raw, headers=given, retries=False, timeout=60 * PATIENCE)
        # What a function tells that was not told where the shop is.
        assert _UNTOLD not in answer.data or _UNTOLD in self.info["base_url"].encode() or path == "/v1/openapi.json", (
            path,
            answer.data[:2000],
        )
        return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.data)

    def get(self, path: str, **headers: str) -> Any:
        """The JSON of a read that must succeed."""
        answer = self.call("GET", path, **headers)
        assert answer.status == 200, (path, answer.status, answer.text)
        return answer.json

    def send(self, method: str, path: str, body: Any = None, expected: int = 200, **headers: Any) -> Any:
        """The JSON of a write that must answer `expected`."""
        answer = self.call(method, path, body, **headers)
        assert answer.status == expected, (method, path, answer.status, answer.text)
        return answer.json if answer.text else None

    def is_healthy(self) -> bool:
        try:
            return self.call("GET", "/v1/health").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def staff(self, role: str = "owner") -> Headers:
        """The Authorization header of a ready-made user."""
        if role not in self._tokens:
            user = self.info["users"][role]
            answer = self.send("POST", "/v1/auth/login", {"login": user["login"], "password": user["password"]})
            self._tokens[role] = f"Bearer {answer['access_token']}"
        return {"Authorization": self._tokens[role]}

    # — the buyer —

    def customer(self) -> Customer:
        """Somebody who has just registered, signed in and been greeted, by which the shop knows their address."""
        login, password = f"{uuid.uuid4().hex[:12]}@example.com", "Correct7horse"
        asked = self.send("POST", "/v1/auth/register", {"login": login, "password": password, "language": "en"}, 202)
        (mail,) = eventually(lambda: self.get(f"/sandbox/mailbox?to={login}")["data"], bool)
        code = mail["subject"].split()[-1]
        self.send("POST", "/v1/auth/confirm", {"login": login, "code": code, "registration_token": asked["registration_token"]})
        signed_in = self.send("POST", "/v1/auth/login", {"login": login, "password": password})
        customer = Customer(login, {"Authorization": f"Bearer {signed_in['access_token']}"})
        assert self.get("/v1/me", **customer.own)["email"] == login
        return customer

    def a_variant(self, stock: int | None = None) -> dict[str, Any]:
        """A fresh published product's only variant, with `stock` units (20 if not said)."""
        owner = self.staff()
        mark = uuid.uuid4().hex[:10]
        product = self.send(
            "POST",
            "/v1/admin/products",
            {
                "title": {"zh": f"测试杯 {mark}", "en": f"Test mug {mark}"},
                "description": {"zh": "好杯子", "en": "A good mug"},
                "images": [{"url": "https://example.com/mug.jpg"}],
                "options": [],
                "variants": [{"sku": f"MUG-{mark}", "options": {}, "price": {"amount": 5900, "currency": "CNY"}}],
            },
            201,
            **owner,
        )
        variant = product["variants"][0]
        counted = f"/v1/admin/stock/{variant['id']}/adjust"
        self.send("POST", counted, {"delta": 20 if stock is None else stock or 1, "reason": "count"}, **owner)
        self.send("POST", f"/v1/admin/products/{product['id']}/publish", **owner)
        if stock == 0:
            # Nothing is published that was never there.
            self.send("POST", counted, {"delta": -1, "reason": "count"}, **owner)
        return {"id": variant["id"], "sku": variant["sku"], "product_id": product["id"], "price": 5900}

    def filled_cart(self, variant_id: str, quantity: int = 1, customer: Customer | None = None) -> tuple[str, Headers]:
        """A cart ready to be placed, a guest's unless a customer is named: its id and the header that proves it is theirs."""
        cart = self.send("POST", "/v1/carts", {"currency": "CNY"}, 201, **(customer.own if customer else {}))
        own = customer.own if customer else {"X-Cart-Token": cart["token"]}
        path = f"/v1/carts/{cart['id']}"
        self.send("POST", f"{path}/lines", {"variant_id": variant_id, "quantity": quantity}, 201, **own)
        self.send("PUT", f"{path}/address", somebodys_address(), **own)
        # None of them for gift cards alone.
        for option in self.get(f"{path}/delivery_options", **own)["data"][:1]:
            self.send("PUT", f"{path}/delivery_option", {"id": option["id"]}, **own)
        return cart["id"], own

    def placed_order(self, variant_id: str, quantity: int = 1) -> tuple[dict[str, Any], Headers]:
        cart_id, own = self.filled_cart(variant_id, quantity)
        preview = self.get(f"/v1/carts/{cart_id}/preview", **own)
        order = self.send("POST", "/v1/orders", {"cart_id": cart_id, "preview_hash": preview["preview_hash"]}, 201, **own)
        assert order["status"] == "pending_payment"
        assert order["totals"] == {**preview["totals"], "refunded": {"amount": 0, "currency": order["currency"]}}
        return order, {"X-Order-Token": order["token"]}

    def paid_order(self, variant_id: str, quantity: int = 1) -> tuple[dict[str, Any], Headers]:
        order, own = self.placed_order(variant_id, quantity)
        payment = self.send("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, 201, **own)
        self.send("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
        return self.order_when(order["id"], own, lambda o: o["payment_status"] == "paid"), own

    # — payments and time —

    def payment(self, order: Mapping[str, Any], own: Mapping[str, Any], provider: str, **wanted: str) -> dict[str, Any]:
        """A payment of the order that has been started, by the first method that the storefront is offered."""
        wish = {"provider": provider, "return_url": "https://shop.example.com/done"} | wanted
        payment: dict[str, Any] = self.send("POST", f"/v1/orders/{order['id']}/payments", wish, 201, **own)
        return payment

    def customer_does(self, payment: Mapping[str, Any], outcome: str = "pay", **more: Any) -> Any:
        """At the provider's page; a fault of providers.md §8 is `faults={"drop": True}`."""
        return self.send("POST", f"/sandbox/payments/{payment['provider']}/{payment['reference']}", {"outcome": outcome, **more})

    def upload(self, form: Mapping[str, Any], content: bytes) -> int:
        """The status of sending a file by a form that the shop gave."""
        fields = {**form["fields"], "file": ("file", content)}
        return int(self._pool.request("POST", form["url"], fields=fields, retries=False, timeout=60 * PATIENCE).status)

    def download(self, url: str) -> bytes:
        answer = self._pool.request("GET", url, retries=False, timeout=60 * PATIENCE)
        assert answer.status == 200, (url, answer.data)
        return bytes(answer.data)

    def run(self, schedule: str) -> Any:
        """What the function of the schedule says, run now."""
        return self.send("POST", f"/sandbox/schedules/{schedule}")["result"]

    @contextmanager
    def another_time(self) -> Iterator[Callable[[datetime], None]]:
        """A way to set the clock of the shop; afterwards it goes on as if it had never been touched."""
        offset = timedelta(seconds=self.get("/sandbox/clock")["offset_seconds"])

        def set_to(moment: datetime) -> None:
            self.send("POST", "/sandbox/clock", {"now": moment.isoformat()})

        try:
            yield set_to
        finally:
            set_to(datetime.now(UTC) + offset)

    def now(self) -> datetime:
        return datetime.fromisoformat(self.get("/sandbox/clock")["now"])

    def order_when(self, order_id: str, own: Mapping[str, Any], wanted: Callable[[Any], bool], seconds: float = 30) -> Any:
        return eventually(lambda: self.get(f"/v1/orders/{order_id}", **own), wanted, seconds)

    def owed(self, form: str) -> int:
        """What the whole shop owes in this form (CNY, fen); other journeys owe too, so compare before and after."""
        rows = self.get("/v1/admin/owed", **self.staff("finance"))["values"]
        return sum(row["amount"]["amount"] for row in rows if row["form"] == form and row["amount"]["currency"] == "CNY")

    def stock(self, variant_id: str) -> dict[str, int]:
        answer = self.get(f"/v1/admin/stock/{variant_id}", **self.staff())
        return {name: answer[name] for name in ("on_hand", "reserved", "available")}


def eventually(read: Callable[[], Any], wanted: Callable[[Any], bool], seconds: float = 30) -> Any:
    """What `read` gives once it is as `wanted`. Fails with the last value when the time is over."""
    deadline = time.monotonic() + seconds * PATIENCE
    while True:
        value = read()
        if wanted(value):
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {value}"
        time.sleep(0.1)
