"""The providers this shop can use, by code. An adapter is imported when it is first asked for: a cold start pays for one, not for all."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from functions.payments.model.provider import PaymentProvider
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

_ADAPTERS = {
    "sandbox": "functions.payments.providers.sandbox:SandboxProvider",
    "manual": "functions.payments.providers.manual:ManualProvider",
    "wechatpay": "functions.payments.providers.wechatpay.adapter:WeChatPayProvider",
    "alipay": "functions.payments.providers.alipay.adapter:AlipayProvider",
    "stripe": "functions.payments.providers.stripe.adapter:StripeProvider",
    "unionpay": "functions.payments.providers.unionpay.adapter:UnionPayProvider",
}
_LOCAL_ONLY = frozenset({"sandbox"})


def provider_codes() -> list[str]:
    """The providers of this stage, in the order they are offered. A simulated one exists only where nobody's money is real."""
    return [code for code in _ADAPTERS if code not in _LOCAL_ONLY or settings().is_local]


def provider_named(code: str) -> PaymentProvider:
    """Raises NotFound for a provider this stage does not have."""
    if code not in provider_codes():
        raise NotFound("There is no such payment provider.")
    return _load(code)


@cache
def _load(code: str) -> PaymentProvider:
    module, _, name = _ADAPTERS[code].partition(":")
    return cast("PaymentProvider", getattr(import_module(module), name)())
