"""Which payments a provider takes, by amount, currency, country and device. Pure."""

from __future__ import annotations

from functions.payments.model.provider import Capabilities
from functions.shared.plain.money import Money

DEVICES = ("desktop", "mobile", "app", "wechat", "alipay")
"""Where the customer pays: a browser on a computer or a telephone, the shop's own app, or the browser inside WeChat or Alipay."""


def refused(caps: Capabilities, money: Money, country: str) -> str | None:
    """Why the provider does not take this payment, as a stable code; None when it does."""
    if money.currency not in caps.currencies:
        return "unsupported_currency"
    if caps.countries is not None and country not in caps.countries:
        return "unsupported_country"
    smallest, largest = caps.amounts.get(money.currency, (1, money.amount))
    if not smallest <= money.amount <= largest:
        return "unsupported_amount"
    return None


def fitting_methods(caps: Capabilities, device: str | None) -> list[str]:
    """The methods that make sense on the device; without one, all of them."""
    return [method for method in caps.methods if device is None or method not in caps.devices or device in caps.devices[method]]
