"""The providers this shop can use, by code. An adapter is imported when it is first asked for: a cold start pays for one, not for all.

Packages installed beside the shop bring others (ADR 78), and none in place of one of ours:

    [project.entry-points."serverless_commerce.payment_providers"]
    acme = "acme_payments:AcmeProvider"
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import cast

from functions.payments.model.provider import PaymentProvider
from functions.shared.outside import installed
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

GROUP = "serverless_commerce.payment_providers"
_ADAPTERS = {
    "sandbox": "functions.payments.providers.sandbox:SandboxProvider",
    "manual": "functions.payments.providers.manual:ManualProvider",
    "gift_card": "functions.payments.providers.stored_value:GiftCardProvider",
    "store_credit": "functions.payments.providers.stored_value:StoreCreditProvider",
    "wechatpay": "functions.payments.providers.wechatpay.adapter:WeChatPayProvider",
    "alipay": "functions.payments.providers.alipay.adapter:AlipayProvider",
    "stripe": "functions.payments.providers.stripe.adapter:StripeProvider",
    "unionpay": "functions.payments.providers.unionpay.adapter:UnionPayProvider",
}
_LOCAL_ONLY = frozenset({"sandbox"})


def provider_codes() -> list[str]:
    """The providers of this stage, in the order they are offered. A simulated one exists only where nobody's money is real."""
    return [*filter(_is_ours, _ADAPTERS), *sorted(_brought().keys() - _ADAPTERS.keys())]


def is_provider(code: str) -> bool:
    """Of this stage. The list of what is installed is read for none of ours."""
    return _is_ours(code) if code in _ADAPTERS else code in _brought()


def ways_to_pay() -> set[str]:
    """As a market names them: providers of this stage, and `provider/method`. No request; imports every adapter."""
    codes = provider_codes()
    return {*codes, *(f"{code}/{method}" for code in codes for method in provider_named(code).caps.methods)}


def _is_ours(code: str) -> bool:
    return code not in _LOCAL_ONLY or settings().is_local


@lru_cache(maxsize=1)
def _brought() -> dict[str, installed.Adapter]:
    return installed.adapters_of(GROUP)


def forget() -> None:
    """The list is read again: after a package came or went, in tests."""
    _brought.cache_clear()
    _load.cache_clear()


def provider_named(code: str) -> PaymentProvider:
    """Raises NotFound for a provider this stage does not have."""
    if not is_provider(code):
        raise NotFound("There is no such payment provider.")
    return _load(code)


@cache
def _load(code: str) -> PaymentProvider:
    if code not in _ADAPTERS:
        return cast("PaymentProvider", _brought()[code].load()())
    module, _, name = _ADAPTERS[code].partition(":")
    return cast("PaymentProvider", getattr(import_module(module), name)())
