"""Signed calls to WeChat Pay whose answers are verified before they are believed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from functions.payments.model.errors import Declined, Forged, Misconfigured, RateLimited, Stale, Unknown
from functions.payments.providers.exchange import NotThere, exchange, json_object
from functions.payments.providers.wechatpay.account import Account
from functions.payments.providers.wechatpay.signing import authorization, verify
from functions.shared.outside import clock

_OURS = frozenset({"SIGN_ERROR", "NO_AUTH", "APPID_MCHID_NOT_MATCH", "MCH_NOT_EXISTS", "INVALID_REQUEST_SIGN"})


def call(account: Account, method: str, path: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The verified answer; empty for 204. Raises the errors of errors.py: an answer that does not verify is Unknown."""
    url = account.base_url + path
    body = b"" if content is None else json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    answer = exchange(method, url, body=body or None, headers=headers(account, method, url, body))
    signed = "wechatpay-signature" in answer.headers
    if signed or answer.status < 300:
        try:
            verify(account, answer.headers, answer.body, _now())
        except (Forged, Stale) as error:
            raise Unknown("answer_not_verified") from error
    if answer.status < 300:
        return json_object(answer.body) if answer.body else {}
    raise _refusal(answer.status, str(json_object(answer.body).get("code", "")))


def headers(account: Account, method: str, url: str, body: bytes = b"") -> dict[str, str]:
    signature = authorization(account, method, url, body, now=_now(), nonce=secrets.token_hex(16))
    return {
        "Authorization": signature,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "serverless-commerce",
        "Wechatpay-Serial": account.platform_key_id,
    }


def _refusal(status: int, code: str) -> Exception:
    if code in _OURS or status == 401:
        return Misconfigured(code.lower() or "keys_refused")
    if code == "FREQUENCY_LIMITED":
        return RateLimited(code.lower())
    if code == "SYSTEM_ERROR":
        return Unknown(code.lower())
    kind = NotThere if status == 404 or code in ("ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS", "NO_STATEMENT_EXIST") else Declined
    return kind(code.lower()[:64])


def _now() -> int:
    return int(clock.now().timestamp())
