"""The providers people use, over the deployed template: offered, started, paid by their signed webhook, refunded, all simulated."""

from __future__ import annotations

import pytest

from tests.journeys.shopper import Shop, eventually

METHODS = {"wechatpay": "native", "alipay": "precreate", "stripe": "card", "unionpay": "app"}


def test_every_provider_is_offered(shop: Shop) -> None:
    """E01 E02"""
    order, own = shop.placed_order(shop.a_variant()["id"])
    offered = shop.get(f"/v1/payment_methods?order={order['id']}", **own)["data"]
    assert {one["provider"] for one in offered} >= {"sandbox", "manual", *METHODS}


@pytest.mark.parametrize("provider", METHODS)
def test_a_paid_webhook_shows_on_the_order_and_money_goes_back(shop: Shop, provider: str) -> None:
    """E02 E03 E04 E09"""
    order, own = shop.placed_order(shop.a_variant()["id"])
    wanted = {"provider": provider, "method": METHODS[provider], "return_url": "https://shop.example.com/done"}
    payment = shop.send("POST", f"/v1/orders/{order['id']}/payments", wanted, 201, **own)
    paid = shop.send("POST", f"/sandbox/payments/{provider}/{payment['reference']}", {"outcome": "pay"})
    assert paid["webhooks"] == [200]
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    path = f"/v1/admin/orders/{order['id']}/refunds"
    shop.send("POST", path, {"amount": {"amount": 100, "currency": "CNY"}, "reason": "journey"}, 201, **shop.staff("finance"))
    eventually(lambda: shop.get(path, **shop.staff("finance"))["data"], lambda refunds: refunds[0]["status"] == "succeeded")
