"""A buyer at the real handlers, a shelf to buy from, and the messages other domains would send."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from functions.catalog.model.product import ProductFacts, Size, Variant
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.app import app
from functions.orders.model.cart import CartLine
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain.bodies import dump
from functions.shared.plain.money import Money
from functions.shared.sealing import key_for, of_time
from functions.shared.store.records import connection
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, warehouse_sk
from tests.support.http import Answer, Client
from tests.support.identity import bearer

NOON = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
ADDRESS = {
    "name": "李雷",
    "phone": "+8613800000000",
    "email": "buyer@example.com",
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 1 号",
    "postal_code": "310000",
}
CODES = {"country_code": "CN", "subdivision": "CN-ZJ", "city_code": "330100", "district_code": "330106"}


def a_variant(
    stock: int = 20,
    price: int = 5900,
    *,
    currency: str = "CNY",
    published: bool = True,
    variant_id: str = "",
    weight_g: int = 0,
    sku: str = "MUG-1",
    size_mm: tuple[int, int, int] | None = None,
    tax_class: str | None = None,
) -> str:
    """A variant with its stock, as the catalogue writes them. With `variant_id` the same one again, changed."""
    variant = Variant(
        variant_id or fresh.new_id("var"),
        fresh.new_id("prod"),
        0,
        sku,
        {"颜色": "白"},
        Money(price, currency),
        weight_g=weight_g,
        size_mm=Size(*size_mm) if size_mm else None,
    )
    facts = ProductFacts({"zh": "杯子", "en": "Mug"}, "https://example.com/mug.jpg", "cat_mugs", None, (), published, tax_class=tax_class)
    VariantRecord(
        pk=variant_pk(variant.id), sk=VARIANT_SK, kind="variant", body=dump(variant), product=dump(facts), product_version=1
    ).save()
    StockRecord(pk=variant_pk(variant.id), sk=STOCK_SK, kind="stock", available=stock, reserved=0).save()
    ShelfRecord(pk=variant_pk(variant.id), sk=warehouse_sk("main"), kind="shelf", on_hand=stock).save()
    return variant.id


def stock_of(variant_id: str) -> tuple[int, int]:
    """(available, reserved)"""
    record = StockRecord.get(variant_pk(variant_id), STOCK_SK)
    return int(record.available), int(record.reserved)


@dataclass(frozen=True)
class Buyer:
    """A guest with a cart. `client` sends their cart token with every call."""

    client: Client
    cart_id: str

    @property
    def cart(self) -> str:
        return f"/v1/carts/{self.cart_id}"

    def add(self, variant_id: str, quantity: int = 1, **fields: Any) -> Answer:
        return self.client.post(f"{self.cart}/lines", {"variant_id": variant_id, "quantity": quantity} | fields)

    def ready(self) -> Buyer:
        """Address and delivery option are set."""
        assert self.client.put(f"{self.cart}/address", ADDRESS).status == 200
        assert self.client.put(f"{self.cart}/delivery_option", {"id": "standard"}).status == 200
        return self

    def preview(self) -> Any:
        return self.client.get(f"{self.cart}/preview").json

    def place(self, preview_hash: str | None = None, **headers: str) -> Answer:
        body = {"cart_id": self.cart_id} | ({"preview_hash": preview_hash} if preview_hash else {})
        return self.client.post("/v1/orders", body, **headers)


def filled_straight(buyer: Buyer, variants: list[str]) -> None:
    """A line per variant, put into the stored cart: a hundred calls would only make the test slow."""
    record = CartRecord.get(cart_pk(buyer.cart_id), CART_SK)
    lines = [CartLine(fresh.new_id("line"), v, "prod_1", "MUG-1", {"zh": "杯子"}, {}, None, 1, 5900) for v in variants]
    record.update([CartRecord.body.set(dump(replace(cart_of(record), lines=lines))), CartRecord.version.add(1)])


def a_guest(**new_cart: Any) -> Buyer:
    made = Client(app).post("/v1/carts", new_cart)
    assert made.status == 201, made.text
    return Buyer(Client(app, {"x-cart-token": made.json["token"]}), made.json["id"])


def a_customer(subject: str | None = None) -> Buyer:
    client = Client(app, bearer(subject=subject or str(uuid.uuid4())))
    return Buyer(client, client.post("/v1/carts", {}).json["id"])


def staff(role: str = "owner") -> Client:
    return Client(app, bearer(role))


def an_order(variant_id: str, quantity: int = 1) -> tuple[Any, Client]:
    """A guest's placed order and the client that holds its token."""
    buyer = a_guest()
    buyer.add(variant_id, quantity)
    placed = buyer.ready().place()
    assert placed.status == 201, placed.text
    return placed.json, Client(app, {"x-order-token": placed.json["token"]})


def captured(order: Any, payment_id: str = "pay_1", *, amount: int | None = None, currency: str = "CNY") -> Envelope:
    total = order["totals"]["total"]["amount"] if amount is None else amount
    data = PaymentCaptured(payment_id, order["id"], "sandbox", "sbx_1", total, currency, "2025-03-10T04:05:00.000Z")
    return event(PaymentCaptured.TYPE, vars(data), order["id"])


def event(kind: str, data: dict[str, Any], subject: str) -> Envelope:
    return Envelope(fresh.new_id("evt"), kind, 1, "2025-03-10T04:05:00.000Z", subject, SYSTEM, data)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The DynamoDB requests made inside the block, by operation; without what a process keeps of callers and of keys."""
    calls: Counter[str] = Counter()
    for name in (of_time("orders", f"{clock.now():%Y}"), of_time("carts", f"{clock.now():%Y-%m}"), of_time("look_ups", "always")):
        key_for(name)

    def count(model: Any, params: Any, **_: Any) -> None:
        if '"access"' not in str(params["body"]):
            calls[model.name] += 1

    events = connection().client.meta.events
    events.register("before-call.dynamodb", count)
    try:
        yield calls
    finally:
        events.unregister("before-call.dynamodb", count)
