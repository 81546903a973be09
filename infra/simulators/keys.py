"""The keys of the simulated providers, made at random: what the shop is given (its secret), and what only the providers have."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from infra.simulators.alipay import signing as alipay_signing
from infra.simulators.channels.keys import FCM, WECHAT
from infra.simulators.channels.keys import new_keys as channel_keys
from infra.simulators.easypost import signing as easypost_signing
from infra.simulators.inpost import signing as inpost_signing
from infra.simulators.kuaidi100 import signing as kuaidi100_signing
from infra.simulators.sf_express import signing as sf_express_signing
from infra.simulators.stripe import signing as stripe_signing
from infra.simulators.track17 import signing as track17_signing
from infra.simulators.unionpay import signing as unionpay_signing
from infra.simulators.wechatpay import signing as wechatpay_signing

Entry = dict[str, Any]
_MAKERS: dict[str, Callable[[], tuple[Entry, Entry]]] = {
    "alipay": alipay_signing.new_keys,
    "stripe": stripe_signing.new_keys,
    "unionpay": unionpay_signing.new_keys,
    "wechatpay": wechatpay_signing.new_keys,
}
_COURIERS: dict[str, Callable[[], Entry]] = {
    "17track": track17_signing.new_keys,
    "easypost": easypost_signing.new_keys,
    "kuaidi100": kuaidi100_signing.new_keys,
    "sf_express": sf_express_signing.new_keys,
}
"""All their keys are shared with the shop."""
_POINTS: dict[str, Callable[[], Entry]] = {"inpost": inpost_signing.new_keys}
SHARED = ("sandbox_payment", "sandbox_courier", "sandbox_fapiao", "sandbox_identity")
AGREED_FEE = {"basis_points": 60}
"""What the contract says that the shop has with each of them; the bills keep to it (bill_faults.py)."""


def complete(shop: dict[str, Entry], own: dict[str, Entry]) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Both sides' keys with what is missing made anew; what exists stays."""
    shop = {name: {"secret": secrets.token_hex(24)} for name in SHARED if name not in shop} | shop
    for name, make in _MAKERS.items():
        if name not in shop or name not in own:
            made, kept = make()
            shop, own = {**shop, name: made}, {**own, name: kept}
        shop = {**shop, name: {"fee": AGREED_FEE} | shop[name]}
    shop = {name: channel_keys(name) for name in (FCM, *WECHAT) if name not in shop} | shop
    shop = {name: make_keys() for name, make_keys in (_COURIERS | _POINTS).items() if name not in shop} | shop
    return shop, own


def courier_entries(shop: dict[str, Entry], simulators: str) -> dict[str, Entry]:
    """The part of the shop's keys that is its couriers' secret, with the addresses of the simulators in it."""
    sandbox = {name: entry for name, entry in shop.items() if name == "sandbox_courier"}
    others = {name: shop[name] for name in _COURIERS if name in shop}
    points = {name: shop[name] | {"url": f"{simulators}/points/{name}"} for name in _POINTS if name in shop}
    return sandbox | {name: entry | {"url": f"{simulators}/couriers/{name}"} for name, entry in others.items()} | points


def identity_entries(shop: dict[str, Entry], simulators: str, page: str) -> dict[str, Entry]:
    """The part that is the secret of identity providers: one of OpenID Connect, and WeChat's two ways. `page`: where the browser comes
    back to."""
    if "sandbox_identity" not in shop:
        return {}
    url, secret = f"{simulators}/identity", shop["sandbox_identity"]["secret"]
    wechat = {"app_id": "wx-local", "app_secret": secret, "open_url": url, "api_url": url}
    oidc = {"kind": "oidc", "issuer": url, "client_id": "shop", "client_secret": secret, "redirect_uris": [page]}
    return {
        "sandbox": oidc,
        "wechat": {"kind": "wechat", "redirect_uris": [page], **wechat},
        "wechat_mini": {"kind": "wechat_mini", **wechat},
    }


def fapiao_entries(shop: dict[str, Entry], simulators: str) -> dict[str, Entry]:
    """The part that is the secret of e-invoices."""
    return {name: entry | {"url": f"{simulators}/fapiao/sandbox"} for name, entry in shop.items() if name == "sandbox_fapiao"}
