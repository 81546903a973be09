"""Calls to Stripe: forms in, JSON out, an idempotency key on every write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from functions.payments.model.errors import Declined, Misconfigured, RateLimited, Unknown
from functions.payments.providers.exchange import NotThere, exchange, json_object
from functions.payments.providers.stripe.account import Account

VERSION = "2026-10-28.endive"


def post(account: Account, path: str, params: Mapping[str, str | int], *, key: str) -> dict[str, Any]:
    """Raises the errors of errors.py. The same key has its effect once."""
    headers = {"Idempotency-Key": key, "Content-Type": "application/x-www-form-urlencoded"}
    return _call(account, "POST", path, urlencode(params).encode(), headers)


def delete(account: Account, path: str) -> dict[str, Any]:
    return _call(account, "DELETE", path, None, {})


def get(account: Account, path: str, params: Mapping[str, str | int]) -> dict[str, Any]:
    return _call(account, "GET", f"{path}?{urlencode(params)}" if params else path, None, {})


def _call(account: Account, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
    headers = headers | {"Authorization": f"Bearer {account.secret_key}", "Stripe-Version": VERSION}
    answer = exchange(method, account.base_url + path, body=body, headers=headers)
    content = json_object(answer.body)
    if answer.status < 300:
        return content
    error = content.get("error")
    raise _refusal(answer.status, error if isinstance(error, dict) else {})


def _refusal(status: int, error: Mapping[str, Any]) -> Exception:
    code = str(error.get("decline_code") or error.get("code") or error.get("type") or f"http_{status}")[:64]
    if status in (401, 403):
        return Misconfigured("keys_refused")
    if status == 409 or code == "idempotency_key_in_use":
        return Unknown(code)  # the same call is being carried out at this moment
    if code in ("lock_timeout", "rate_limit"):
        return RateLimited(code)
    return NotThere(code) if status == 404 else Declined(code)
