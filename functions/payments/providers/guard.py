"""Real money goes to real providers only: outside the local stage, simulators' addresses and keys are refused.

A simulator marks all it makes: its RSA keys have 2064 bits, which no provider's have, and its texts contain "simulator".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from functions.payments.model.errors import Forged, Misconfigured
from functions.payments.providers.rsa import private_key, public_key
from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.settings import settings

T = TypeVar("T")
SIMULATOR_BITS = 2064
SIMULATOR_MARK = "simulator"
_HOSTS = {
    "stripe": {"api.stripe.com"},
    "alipay": {"openapi.alipay.com"},
    "wechatpay": {"api.mch.weixin.qq.com", "api2.mch.weixin.qq.com"},
    "unionpay": {"gateway.95516.com", "filedownload.95516.com"},
}
_TEST_HOSTS = {
    "alipay": {"openapi-sandbox.dl.alipaydev.com"},
    "unionpay": {"gateway.test.95516.com", "filedownload.test.95516.com"},
}
_PRODUCTION = frozenset({"prod", "production", "live"})


def entry_of(provider: str, *names: str) -> Mapping[str, Any]:
    """The provider's part of the secret, with at least `names`. Raises Misconfigured."""
    entry = provider_entry(settings().secret_payments, provider)
    if not all(entry.get(name) for name in names):
        raise Misconfigured(f"{provider}_not_configured")
    return entry


def checked_url(provider: str, url: str) -> str:
    """The address without a slash at its end. Raises Misconfigured for none, and for one that is not the provider's."""
    if not url:
        raise Misconfigured(f"{provider}_not_configured")
    if not settings().is_local:
        split, allowed = urlsplit(url), set(_HOSTS[provider])
        if settings().stage not in _PRODUCTION:
            allowed |= _TEST_HOSTS.get(provider, set())
        if split.scheme != "https" or split.netloc not in allowed:
            raise Misconfigured("not_the_providers_address")
    return url.rstrip("/")


def configured(account: Callable[[], object]) -> bool:
    """Whether `account` finds its keys and its address."""
    try:
        account()
    except Misconfigured:
        return False
    return True


def believable(account: Callable[[], T]) -> T:
    """The account whose keys prove a webhook. Raises Forged where there is none: then nobody is believed."""
    try:
        return account()
    except Misconfigured as error:
        raise Forged from error


def check_keys(*, private: Iterable[str] = (), public: Iterable[str] = (), texts: Iterable[str] = ()) -> None:
    """Raises Misconfigured for what a simulator made, unless this is the local stage."""
    if settings().is_local:
        return
    sizes = {private_key(text).key_size for text in private} | {public_key(text).key_size for text in public}
    if SIMULATOR_BITS in sizes or any(SIMULATOR_MARK in text.lower() for text in texts):
        raise Misconfigured("simulator_keys")
