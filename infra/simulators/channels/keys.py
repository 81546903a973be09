"""Keys of the simulated channels, made at random; Google's file of a service account, WeChat's two apps."""

from __future__ import annotations

import secrets
from typing import Any

from infra.simulators import rsa

FCM, WECHAT = "fcm", ("wechat_official", "wechat_mini")


def new_keys(name: str) -> dict[str, Any]:
    if name == FCM:
        return {"project_id": "shop-local", "client_email": "shop@shop-local.iam.gserviceaccount.com", "private_key": rsa.new_key()}
    return {"app_id": f"wx{secrets.token_hex(8)}", "secret": secrets.token_hex(16)}


def channel_entries(shop: dict[str, dict[str, Any]], simulators: str) -> dict[str, dict[str, Any]]:
    """The part of the shop's keys that is the secret of channels, with the addresses of the simulators in it."""
    base = f"{simulators}/channels"
    fcm = {FCM: shop[FCM] | {"url": f"{base}/fcm", "token_uri": f"{base}/fcm/token"}} if FCM in shop else {}
    return fcm | {name: shop[name] | {"url": f"{base}/{name}"} for name in WECHAT if name in shop}
