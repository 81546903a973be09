"""`GET /v1/payment_methods`: what is offered for an order on a device (E01 E02)."""

from __future__ import annotations

from tests.integration.payments.providers.trading import PROVIDERS, Trading
from tests.integration.payments.shop import everything


def offered(shop: Trading, **query: str) -> dict[str, list[str]]:
    params = "".join(f"&{name}={value}" for name, value in query.items())
    found: dict[str, list[str]] = {}
    for one in shop.guest.get(f"/v1/payment_methods?order={shop.order_id}{params}", accept_language="en").json["data"]:
        found.setdefault(one["provider"], []).append(one["method"])
        assert one["title"] != one["method"]
    return {code: methods for code, methods in found.items() if code in PROVIDERS}


def test_everything_without_a_device(shop: Trading) -> None:
    assert offered(shop) == {
        "wechatpay": ["native", "jsapi", "h5", "app"],
        "alipay": ["page", "wap", "app", "precreate"],
        "stripe": ["card"],
        "unionpay": ["web", "wap", "app"],
    }


def test_what_makes_sense_inside_wechat(shop: Trading) -> None:
    assert offered(shop, device="wechat") == {"wechatpay": ["jsapi"], "stripe": ["card"]}


def test_an_unknown_device_is_refused(shop: Trading) -> None:
    assert shop.guest.get(f"/v1/payment_methods?order={shop.order_id}&device=toaster").status == 422


def test_what_is_too_much_for_a_provider_is_not_offered_and_not_started(shop: Trading) -> None:
    shop.order_id = shop.place(total=100_000_000)
    assert "stripe" not in offered(shop)
    answer = shop.pay(provider="stripe")
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "unsupported_amount")


def test_jsapi_needs_the_payers_id(shop: Trading) -> None:
    """F-D9: told before anything is written or asked for."""
    answer = shop.pay(provider="wechatpay", method="jsapi")
    assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, "payer_id_missing", "/payer_id")
    assert everything() == []
