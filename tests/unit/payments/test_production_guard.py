"""Outside the local stage, simulators' addresses and keys are refused: real money goes to real providers (providers.md §8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa as crypto
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from functions.payments.model.errors import Misconfigured
from functions.payments.model.provider import RawRequest
from functions.payments.providers import guard, provider_codes, provider_named
from functions.payments.providers import rsa as ours
from functions.payments.providers.alipay import account as alipay
from functions.payments.providers.stripe import account as stripe
from functions.payments.providers.unionpay import account as unionpay
from functions.payments.providers.wechatpay import account as wechatpay
from functions.shared.plain import settings
from infra.simulators import rsa as simulated
from tests.unit.payments.keys import made

REAL = {
    "STRIPE_URL": "https://api.stripe.com",
    "ALIPAY_URL": "https://openapi.alipay.com/gateway.do",
    "WECHATPAY_URL": "https://api.mch.weixin.qq.com",
    "UNIONPAY_URL": "https://gateway.95516.com",
    "UNIONPAY_FILES_URL": "https://filedownload.95516.com",
}
CODES = ("alipay", "stripe", "unionpay", "wechatpay")


def key() -> tuple[str, str]:
    private = crypto.generate_private_key(65537, 2048)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(), public


@pytest.fixture(scope="module")
def real_keys() -> dict[str, Any]:
    private, public = key()
    return {
        "alipay": {"app_id": "1", "seller_id": "2", "private_key": private, "alipay_public_keys": {"1": public}},
        "stripe": {"account": "acct_1", "secret_key": "sk_live_1", "publishable_key": "pk_live_1", "webhook_secrets": ["whsec_1"]},
        "unionpay": {"mer_id": "1", "cert_id": "2", "private_key": private, "trusted": [{"root": public, "middle": public}]},
        "wechatpay": {
            "mchid": "1",
            "appid": "2",
            "serial_no": "3",
            "private_key": private,
            "apiv3_key": "k" * 32,
            "platform_keys": {"PUB_KEY_ID_1": public},
            "platform_key_id": "PUB_KEY_ID_1",
        },
    }


@pytest.fixture
def production(secret: dict[str, Any], real_keys: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A production stage with real addresses and keys; the test spoils one of them."""
    monkeypatch.setenv("STAGE", "prod")
    for name, url in REAL.items():
        monkeypatch.setenv(name, url)
    settings.settings.cache_clear()
    secret.update({code: dict(entry) for code, entry in real_keys.items()})
    return secret


@pytest.mark.parametrize("code", CODES)
def test_real_addresses_and_keys_are_used(production: dict[str, Any], code: str) -> None:
    assert provider_named(code).ready()
    assert "sandbox" not in provider_codes()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/sandbox/providers/payments/x",
        "https://simulator.example.com",
        "http://{host}",
        "https://{host}.example.com",
        "https://{host}:8443",
        "https://user@{host}",
        "https://example.com/{host}",
    ],
)
@pytest.mark.parametrize("variable", REAL)
def test_other_hosts_are_refused(production: dict[str, Any], monkeypatch: pytest.MonkeyPatch, variable: str, url: str) -> None:
    code = variable.partition("_")[0].lower()
    monkeypatch.setenv(variable, url.format(host=REAL[variable].removeprefix("https://").partition("/")[0]))
    settings.settings.cache_clear()
    provider = provider_named(code)
    assert not provider.ready()
    with pytest.raises(Misconfigured):
        _ = provider.account
    with pytest.raises(Exception, match=r"^$"):
        provider.verify_webhook(RawRequest(b"", {}), 0)


def test_the_providers_own_sandboxes_are_for_other_stages(production: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONPAY_URL", "https://gateway.test.95516.com")
    settings.settings.cache_clear()
    assert not provider_named("unionpay").ready()
    monkeypatch.setenv("STAGE", "staging")
    settings.settings.cache_clear()
    assert provider_named("unionpay").ready()


SIMULATED: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "wechatpay private key": lambda real, sim: real["wechatpay"].update(private_key=sim["wechatpay"]["private_key"]),
    "wechatpay platform key": lambda real, sim: real["wechatpay"].update(
        platform_keys={"PUB_KEY_ID_1": sim["wechatpay"]["platform_keys"]["PUB_KEY_ID_SIMULATOR_1"]}
    ),
    "wechatpay APIv3 key": lambda real, sim: real["wechatpay"].update(apiv3_key=sim["wechatpay"]["apiv3_key"]),
    "alipay private key": lambda real, sim: real["alipay"].update(private_key=sim["alipay"]["private_key"]),
    "alipay public key": lambda real, sim: real["alipay"].update(alipay_public_keys=sim["alipay"]["alipay_public_keys"]),
    "unionpay private key": lambda real, sim: real["unionpay"].update(private_key=sim["unionpay"]["private_key"]),
    "unionpay authority": lambda real, sim: real["unionpay"].update(trusted=sim["unionpay"]["trusted"]),
    "stripe secret key": lambda real, sim: real["stripe"].update(secret_key=sim["stripe"]["secret_key"]),
    "stripe webhook secret": lambda real, sim: real["stripe"].update(webhook_secrets=sim["stripe"]["webhook_secrets"]),
}


@pytest.mark.parametrize("name", SIMULATED)
def test_a_simulators_key_is_refused(production: dict[str, Any], name: str) -> None:
    SIMULATED[name](production, made()[0])
    assert not provider_named(name.partition(" ")[0]).ready()


def test_the_mark_of_simulators_keys_is_the_one_the_guard_looks_for() -> None:
    assert ours.private_key(simulated.new_key()).key_size == guard.SIMULATOR_BITS


def test_keys_do_not_show_themselves(production: dict[str, Any]) -> None:
    shown = repr([alipay.account(), stripe.account(), unionpay.account(), wechatpay.account()])
    assert "BEGIN" not in shown
    assert "sk_live" not in shown
    assert "kkkk" not in shown
