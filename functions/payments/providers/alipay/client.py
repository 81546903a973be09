"""Calls to Alipay's gateway whose answers are verified before they are believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from functions.payments.model.errors import Declined, Misconfigured, ProviderError, RateLimited, Unknown
from functions.payments.providers.alipay.account import Account
from functions.payments.providers.alipay.signing import answer_content, request_fields
from functions.payments.providers.exchange import NotThere, exchange
from functions.shared.outside import clock

_DONE, _BUSINESS = "10000", "40004"
_UNKNOWN = frozenset({"10003", "20000"})
_NOT_THERE = frozenset({"ACQ.TRADE_NOT_EXIST", "TRADE_NOT_EXIST", "isp.bill_not_exist", "isv.bill_not_exist"})
_NOT_DECIDED = ("SYSTEM_ERROR", "UNKNOW-ERROR")


def call(account: Account, method: str, content: Mapping[str, Any], **urls: str) -> dict[str, Any]:
    """The verified answer of code 10000. Raises the errors of errors.py: an answer that does not verify is Unknown."""
    fields = request_fields(account, method, content, clock.now(), **urls)
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = exchange("POST", account.gateway, body=urlencode(fields).encode(), headers=headers)
    try:
        found, genuine = answer_content(account, answer.body.decode(), method.replace(".", "_") + "_response")
    except (ValueError, KeyError, RecursionError) as error:
        raise Unknown("answer_unreadable") from error
    code = str(found.get("code", ""))
    if not genuine and (code in (_DONE, _BUSINESS) or code in _UNKNOWN):
        raise Unknown("answer_not_verified")
    if code == _DONE:
        return found
    raise _refusal(code, str(found.get("sub_code", "")))


def page_url(account: Account, method: str, content: Mapping[str, Any], **urls: str) -> str:
    """A signed address that the customer's browser opens; nothing is called here."""
    return f"{account.gateway}?{urlencode(request_fields(account, method, content, clock.now(), **urls))}"


def order_string(account: Account, method: str, content: Mapping[str, Any], **urls: str) -> str:
    """What the customer's app hands to Alipay's; nothing is called here."""
    return urlencode(request_fields(account, method, content, clock.now(), **urls))


def _refusal(code: str, sub_code: str) -> ProviderError:
    stable = sub_code.rpartition(".")[2].lower()[:64] or f"code_{code}"
    if code in _UNKNOWN or sub_code.endswith(_NOT_DECIDED):
        return Unknown(stable)
    if sub_code in _NOT_THERE:
        return NotThere(stable)
    if code == _BUSINESS:
        return Declined(stable)
    if sub_code.endswith(("call-limited", "app-call-limited")):
        return RateLimited(stable)
    return Misconfigured(stable)
