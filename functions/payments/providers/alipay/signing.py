"""RSA2 in both directions: signed requests, signed answers (over their own source text), signed notifications."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.payments.model.errors import Forged
from functions.payments.providers import rsa
from functions.payments.providers.alipay.account import Account
from functions.payments.providers.exchange import beijing
from functions.payments.providers.forms import fields_of, joined

TIME = "%Y-%m-%d %H:%M:%S"


def request_fields(account: Account, method: str, content: Mapping[str, Any], now: datetime, **urls: str) -> dict[str, str]:
    """The signed fields of a request. Empty ones are left out; everything but `sign` itself is signed."""
    fields = {
        "app_id": account.app_id,
        "method": method,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": beijing(now, TIME),
        "version": "1.0",
        **account.certificates,
        **urls,
        "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    }
    fields = {name: value for name, value in fields.items() if value}
    return fields | {"sign": rsa.sign(account.private_key, joined(fields, "sign").encode())}


def answer_content(account: Account, text: str, name: str) -> tuple[dict[str, Any], bool]:
    """The inner object of an answer, and whether it is rightly signed. Raises ValueError for another form than agreed.

    The signed text is the exact source of the object, so it is cut out by the JSON decoder and not by counting braces.
    """
    members, spans = _members(text)
    name = name if name in members else "error_response"
    content, signature = members[name], members.get("sign", "")
    if not isinstance(content, dict) or not isinstance(signature, str):
        raise ValueError("not an answer")
    source = text[slice(*spans[name])].encode()
    named = members.get("alipay_cert_sn")
    keys = account.public_keys.values() if named is None else [account.public_keys.get(named, "")]
    return content, any(key and rsa.verifies(rsa.public_key(key), signature, source) for key in keys)


def notification(account: Account, body: bytes) -> dict[str, str]:
    """The fields of a genuine notification. Raises Forged; `sign_type` is pinned, whatever the message says.

    Two ways to sign exist: most messages leave `sign_type` out of the signed text, a few keep it.
    """
    fields = fields_of(body)
    if fields.get("sign_type") != "RSA2" or fields.get("charset", "utf-8").lower() != "utf-8":
        raise Forged
    signature = fields.get("sign", "")
    for without in (("sign", "sign_type"), ("sign",)):
        text = joined(fields, *without).encode()
        if any(rsa.verifies(rsa.public_key(key), signature, text) for key in account.public_keys.values()):
            return fields
    raise Forged


def _members(text: str) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    """The members of the outermost object, and where the source of each value stands. A name that comes twice raises ValueError."""
    decoder, position = json.JSONDecoder(), _skip(text, 0)
    members: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    mark = "{"
    while text[position : position + 1] == mark:
        start = _skip(text, position + 1)
        name, end = decoder.raw_decode(text, start)
        colon = _skip(text, end)
        if not isinstance(name, str) or text[colon : colon + 1] != ":" or name in members:
            raise ValueError("not an answer")
        start = _skip(text, colon + 1)
        members[name], end = decoder.raw_decode(text, start)
        spans[name] = (start, end)
        position, mark = _skip(text, end), ","
    if text[position:].strip() != "}" or not members:
        raise ValueError("not an answer")
    return members, spans


def _skip(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t", "\r", "\n"):
        position += 1
    return position
