"""Adapters with the simulators' keys, and no network: whoever tries it fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.shared.outside import aws, outbound, provider_keys
from functions.shared.plain import settings
from tests.unit.payments.keys import made


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The content of SECRET_PAYMENTS, to be changed by the test."""
    content = {name: dict(entry) for name, entry in made()[0].items()}

    def unreachable(*args: Any, **_: Any) -> Any:
        raise AssertionError(f"the network was used: {args}")

    monkeypatch.setattr(provider_keys, "_content", lambda _secret: content)
    monkeypatch.setattr(outbound, "call", unreachable)
    monkeypatch.setattr(aws, "client", unreachable)
    for name in ("STRIPE_URL", "ALIPAY_URL", "WECHATPAY_URL", "UNIONPAY_URL", "UNIONPAY_FILES_URL"):
        monkeypatch.setenv(name, f"http://{name.lower().replace('_', '-')}.test/gateway")
    settings.settings.cache_clear()
    yield content
    settings.settings.cache_clear()
