"""WECHATPAY2-SHA256-RSA2048 in both directions, and the encryption of notifications."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from functions.payments.model.errors import Forged, Stale
from functions.payments.providers import rsa
from functions.payments.providers.wechatpay.account import Account

SCHEME = "WECHATPAY2-SHA256-RSA2048"
WINDOW_SECONDS = 300
_ALGORITHM = "AEAD_AES_256_GCM"
_TAG_BYTES = 16


def authorization(account: Account, method: str, url: str, body: bytes, *, now: int, nonce: str) -> str:
    """The header of a request over exactly these bytes."""
    split = urlsplit(url)
    target = split.path + (f"?{split.query}" if split.query else "")
    message = f"{method}\n{target}\n{now}\n{nonce}\n".encode() + body + b"\n"
    signature = rsa.sign(account.private_key, message)
    fields = {
        "mchid": account.mchid,
        "nonce_str": nonce,
        "signature": signature,
        "timestamp": str(now),
        "serial_no": account.serial_no,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in fields.items())


def client_signature(account: Account, *lines: str) -> str:
    """What the customer's app shows to WeChat to open the payment."""
    return rsa.sign(account.private_key, "".join(f"{line}\n" for line in lines).encode())


def verify(account: Account, headers: Mapping[str, str], body: bytes, now: int) -> None:
    """Raises Forged, or Stale more than 300 s before or after `now`. Keys are looked up by the named id only, never fetched."""
    moment, nonce, serial, signature = (headers.get(f"wechatpay-{name}", "") for name in ("timestamp", "nonce", "serial", "signature"))
    if headers.get("wechatpay-signature-type", SCHEME) != SCHEME or not re.fullmatch(r"[0-9]{10}", moment):
        raise Forged
    key = account.platform_keys.get(serial)
    message = f"{moment}\n{nonce}\n".encode() + body + b"\n"
    if key is None or not rsa.verifies(rsa.public_key(key), signature, message):
        raise Forged
    if abs(now - int(moment)) > WINDOW_SECONDS:
        raise Stale


def decrypt(account: Account, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a notification. Raises Forged for another key or algorithm, ValueError for no JSON object."""
    if resource["algorithm"] != _ALGORITHM:
        raise Forged
    nonce, extra = str(resource["nonce"]).encode(), str(resource.get("associated_data") or "").encode()
    sealed = base64.b64decode(resource["ciphertext"], validate=True)
    if len(nonce) != 12 or len(sealed) < _TAG_BYTES:
        raise Forged
    for key in account.apiv3_keys:
        try:
            content = json.loads(AESGCM(key).decrypt(nonce, sealed, extra))
        except InvalidTag:
            continue
        if not isinstance(content, dict):
            raise ValueError("not an object")
        return content
    raise Forged
