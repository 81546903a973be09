"""Coupons, campaigns and their buyers at the real handlers."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from functions.orders.app import app as orders_app
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.promotions.app import app
from functions.promotions.store.records import CODE_SK, FUNDS_SK, CodeRecord, FundsRecord, code_pk, coupon_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from tests.integration.orders.buyer import Buyer, a_variant
from tests.support.http import Answer, Client
from tests.support.identity import bearer

NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
TEN_OFF = {"name": {"zh": "减十元", "en": "Ten off"}, "kind": "fixed", "currency": "CNY", "amount": 1000}


def staff(role: str = "manager") -> Client:
    return Client(app, bearer(role))


def shopper(subject: str = "") -> Client:
    return Client(app, bearer(subject=subject or str(uuid.uuid4())))


def a_campaign(**fields: Any) -> Any:
    """A draft from 10:00 to 14:00 (Shanghai) on the day of NOON."""
    body = {"name": {"zh": "双十一", "en": "Eleven"}, "starts_at": "2026-11-11T10:00:00", "ends_at": "2026-11-11T14:00:00"}
    made = staff().post("/v1/admin/campaigns", body | fields)
    assert made.status == 201, made.text
    return made.json


def a_promotion(campaign_id: str, **rule: Any) -> str:
    made = staff().post(f"/v1/admin/campaigns/{campaign_id}/promotions", TEN_OFF | rule)
    assert made.status == 201, made.text
    return str(made.json["promotions"][-1]["id"])


def launched(**rule: Any) -> tuple[str, str]:
    """(campaign, promotion) of a campaign with one promotion, launched."""
    campaign = a_campaign()["id"]
    promotion = a_promotion(campaign, **rule)
    done = staff().post(f"/v1/admin/campaigns/{campaign}/launch")
    assert done.status == 200, done.text
    return campaign, promotion


def a_coupon(*, rule: dict[str, Any] | None = None, **fields: Any) -> Any:
    """A generic code SAVE10 that takes ten off, unless said otherwise."""
    body: dict[str, Any] = {"distribution": "code", "rule": TEN_OFF | (rule or {})} | fields
    if body["distribution"] == "code":
        body.setdefault("code", "SAVE10")
    made = staff().post("/v1/admin/coupons", body)
    assert made.status == 201, made.text
    return made.json


def a_cart(*, subject: str = "", guest: bool = False, price: int = 5000, quantity: int = 1, variant: str = "") -> Buyer:
    """A cart that could be placed: one line, address, delivery."""
    client = Client(orders_app, {} if guest else bearer(subject=subject or str(uuid.uuid4())))
    made = client.post("/v1/carts", {}).json
    if guest:
        client = Client(orders_app, {"x-cart-token": made["token"]})
    buyer = Buyer(client, made["id"])
    assert buyer.add(variant or a_variant(stock=1000, price=price), quantity).status == 201
    return buyer.ready()


def copies(buyer: Buyer, number: int) -> list[Buyer]:
    """Guests with the same cart, written straight: a crowd by calls alone would only make the test slow."""
    original = cart_of(CartRecord.get(cart_pk(buyer.cart_id), CART_SK))
    made = []
    for _ in range(number):
        cart, token = replace(original, id=fresh.new_id("cart")), fresh.new_token()
        ttl = int(clock.now().timestamp()) + 3600
        CartRecord(
            pk=cart_pk(cart.id), sk=CART_SK, kind="cart", body=dump(cart), ttl=ttl, token_hash=ids.token_hash(token), status="open"
        ).save()
        made.append(Buyer(Client(orders_app, {"x-cart-token": token}), cart.id))
    return made


def use(buyer: Buyer, code: str) -> Answer:
    return buyer.client.put(f"{buyer.cart}/coupons/{code}")


def claimed(coupon_id: str, subject: str) -> str:
    """The code of a coupon that this customer took."""
    taken = shopper(subject).post(f"/v1/coupons/{coupon_id}/claim")
    assert taken.status == 201, taken.text
    return str(taken.json["code"])


def code_of(code: str) -> CodeRecord:
    return CodeRecord.get(code_pk(code), CODE_SK)


def funds(coupon_id: str) -> FundsRecord:
    return FundsRecord.get(coupon_pk(coupon_id), FUNDS_SK)


def customer_of(subject: str) -> str:
    return ids.customer_id(subject)
