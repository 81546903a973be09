"""Many at once, and the same thing again: what must not happen twice does not."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.journeys.shopper import Shop, eventually


def test_thirty_buyers_for_the_last_ten_units(shop: Shop) -> None:
    """C02: exactly 10 orders, the others 409 out_of_stock, stock 0, never negative."""
    variant = shop.a_variant(stock=10)
    with ThreadPoolExecutor(30) as pool:
        carts = list(pool.map(lambda _: shop.filled_cart(variant["id"]), range(30)))
        answers = list(pool.map(lambda cart: shop.call("POST", "/v1/orders", {"cart_id": cart[0]}, **cart[1]), carts))
    outcome = Counter((a.status, a.json.get("code")) for a in answers)
    assert outcome == {(201, None): 10, (409, "out_of_stock"): 20}
    assert shop.stock(variant["id"]) == {"on_hand": 10, "reserved": 10, "available": 0}


def test_one_key_five_times_in_parallel_is_one_order(shop: Shop) -> None:
    """X01, D04"""
    variant = shop.a_variant(stock=10)
    cart_id, own = shop.filled_cart(variant["id"])
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: shop.call("POST", "/v1/orders", {"cart_id": cart_id}, Idempotency_Key="one", **own), range(5)))
    assert [a.status for a in answers] == [201] * 5
    assert len({a.text for a in answers}) == 1
    assert sum(a.headers.get("idempotent-replayed") == "true" for a in answers) == 4
    assert shop.stock(variant["id"])["reserved"] == 1


def test_sixty_four_clients_are_slow_rather_than_refused(shop: Shop) -> None:
    """P02: the front door queues what the machine cannot do at once."""
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: shop.call("GET", "/v1/categories"), range(128)))
    assert Counter(a.status for a in answers) == {200: 128}


def test_a_webhook_sent_three_times_is_one_payment(shop: Shop) -> None:
    """E11, E12: three proper acknowledgements, one effect; forged and stale ones change nothing."""
    variant = shop.a_variant(stock=3)
    order, own = shop.placed_order(variant["id"])
    payment = shop.send("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, 201, **own)
    body = _event(payment["reference"], order["totals"]["total"]["amount"])

    for signature in (_signature(b"wrong", body), _signature(_secret(shop), body, at=time.time() - 301), "t=1,v1=00", ""):
        forged = shop.call("POST", "/v1/webhooks/payments/sandbox", body, X_Sandbox_Signature=signature)
        assert (forged.status, forged.text) == (401, "")
    time.sleep(1)
    assert shop.get(f"/v1/orders/{order['id']}", **own)["payment_status"] == "unpaid"

    for _ in range(3):
        answer = shop.call("POST", "/v1/webhooks/payments/sandbox", body, X_Sandbox_Signature=_signature(_secret(shop), body))
        assert answer.status == 200, answer.text
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    eventually(lambda: shop.stock(variant["id"]), lambda stock: stock == {"on_hand": 2, "reserved": 0, "available": 2})
    types = [event["type"] for event in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"]]
    assert types.count("order.paid") == 1


def test_an_unpaid_order_is_cancelled_after_its_deadline_and_its_stock_is_back(shop: Shop) -> None:
    """D10: sweep → queue → worker, once."""
    variant = shop.a_variant(stock=4)
    order, own = shop.placed_order(variant["id"], 3)
    assert shop.stock(variant["id"])["available"] == 1
    shop.send("POST", "/sandbox/clock", {"advance": "PT31M"})
    shop.send("POST", "/sandbox/schedules/timers-sweep")
    cancelled = shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
    assert cancelled["cancel_reason"] == "payment_timeout"
    shop.send("POST", "/sandbox/schedules/timers-sweep")
    assert shop.stock(variant["id"]) == {"on_hand": 4, "reserved": 0, "available": 4}
    late = shop.call("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, **own)
    assert late.status == 409


def _secret(shop: Shop) -> bytes:
    return str(shop.info["providers"]["sandbox_payment"]["secret"]).encode()


def _event(reference: str, amount: int) -> bytes:
    data = {"id": f"sbx_{reference}", "reference": reference, "amount": amount, "currency": "CNY", "status": "succeeded"}
    return json.dumps({"id": f"sbxevt_{reference}", "type": "charge.succeeded", "created": int(time.time()), "data": data}).encode()


def _signature(secret: bytes, body: bytes, at: float | None = None) -> str:
    stamp = int(time.time() if at is None else at)
    return f"t={stamp},v1={hmac.new(secret, f'{stamp}.'.encode() + body, hashlib.sha256).hexdigest()}"
