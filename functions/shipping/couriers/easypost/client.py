"""Calls of EasyPost with the account's key, and what its answers say."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from functions.shared.plain.money import from_decimal
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.asking import JSON, ask, document, silent
from functions.shipping.couriers.guard import address_of, check_download, entry_of

USUAL = "https://api.easypost.com"
_FILES = frozenset({"easypost-files.s3.us-west-2.amazonaws.com", "easypost-files.s3-us-west-2.amazonaws.com"})
NOT_FOUND = 404


def account_entry(account: Account) -> Mapping[str, Any]:
    return entry_of(account, "api_key")


def call(account: Account, method: str, path: str, content: Mapping[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """Status and document. Raises Unavailable."""
    entry = account_entry(account)
    basic = base64.b64encode(f"{entry['api_key']}:".encode()).decode()
    body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
    answer = ask(method, f"{address_of(entry, USUAL)}/v2{path}", body=body, headers=JSON | {"Authorization": f"Basic {basic}"})
    return answer.status, document(answer)


def error_of(answer: Mapping[str, Any]) -> tuple[str, str]:
    """(code, sentence)"""
    error = answer.get("error")
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("code", "")), str(error.get("message", ""))


def amount_of(rate: Mapping[str, Any]) -> tuple[int, str]:
    """Minor units and currency. Raises Unavailable for what is no price."""
    try:
        money = from_decimal(Decimal(str(rate["rate"])), str(rate["currency"]))
    except (KeyError, InvalidOperation, ValueError) as error:
        raise silent() from error
    return money.amount, money.currency


def file_at(url: str) -> bytes:
    """Raises Unavailable."""
    answer = ask("GET", check_download(url, _FILES))
    if answer.status != 200 or not answer.body:
        raise silent()
    return answer.body
