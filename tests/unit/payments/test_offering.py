"""What is offered follows from amount, currency, country and device (E01 E02)."""

from __future__ import annotations

import pytest

from functions.payments.model.offering import fitting_methods, refused
from functions.payments.model.provider import Capabilities
from functions.payments.providers import provider_codes, provider_named
from functions.shared.plain.money import Money

CAPS = Capabilities(
    currencies=frozenset({"CNY", "USD"}),
    methods=("page", "app", "any"),
    devices={"page": frozenset({"desktop"}), "app": frozenset({"app"})},
    countries=frozenset({"CN"}),
    amounts={"USD": (50, 1000)},
)


@pytest.mark.parametrize(
    ("money", "country", "reason"),
    [
        (Money(1, "CNY"), "CN", None),
        (Money(50, "USD"), "CN", None),
        (Money(1000, "USD"), "CN", None),
        (Money(49, "USD"), "CN", "unsupported_amount"),
        (Money(1001, "USD"), "CN", "unsupported_amount"),
        (Money(50, "EUR"), "CN", "unsupported_currency"),
        (Money(50, "USD"), "DE", "unsupported_country"),
    ],
)
def test_amount_currency_and_country(money: Money, country: str, reason: str | None) -> None:
    assert refused(CAPS, money, country) == reason


@pytest.mark.parametrize(
    ("device", "methods"),
    [(None, ["page", "app", "any"]), ("desktop", ["page", "any"]), ("app", ["app", "any"]), ("wechat", ["any"])],
)
def test_devices(device: str | None, methods: list[str]) -> None:
    assert fitting_methods(CAPS, device) == methods


@pytest.mark.parametrize(
    ("device", "offered"),
    [
        ("desktop", {"wechatpay": ["native"], "alipay": ["page", "precreate"], "unionpay": ["web"], "stripe": ["card"]}),
        ("mobile", {"wechatpay": ["h5"], "alipay": ["wap"], "unionpay": ["wap"], "stripe": ["card"]}),
        ("app", {"wechatpay": ["app"], "alipay": ["app"], "unionpay": ["app"], "stripe": ["card"]}),
        ("wechat", {"wechatpay": ["jsapi"], "alipay": [], "unionpay": [], "stripe": ["card"]}),
        ("alipay", {"wechatpay": [], "alipay": ["wap"], "unionpay": [], "stripe": ["card"]}),
    ],
)
def test_the_providers_methods_by_device(device: str, offered: dict[str, list[str]]) -> None:
    assert {code: fitting_methods(provider_named(code).caps, device) for code in offered} == offered


def test_chinese_accounts_take_yuan_only() -> None:
    takes_euro = {code for code in provider_codes() if refused(provider_named(code).caps, Money(100, "EUR"), "DE") is None}
    assert takes_euro == {"sandbox", "manual", "stripe"}
