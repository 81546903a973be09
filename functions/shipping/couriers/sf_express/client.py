"""Signed calls of SF's services, and what their answers say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from functions.shared.outside import clock, outbound
from functions.shared.plain.errors import Unavailable
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.asking import FORM, ask, document, silent
from functions.shipping.couriers.guard import address_of, check_download, entry_of
from functions.shipping.couriers.sf_express.signing import digest

USUAL = "https://bspgw.sf-express.com"
HONG_KONG = frozenset({"sfapi-hk.sf-express.com"})
SANDBOXES = frozenset({"sfapi-sbox.sf-express.com"})
_FILES = HONG_KONG | SANDBOXES | frozenset({"bspgw.sf-express.com", "eos-scp-core-shenzhen-futian1-oss.sf-express.com"})
_CARRIED, _BUSY = "A1000", frozenset({"A1005", "A1010", "A1099"})
DONE, REPEATED, NO_SUCH_ORDER, CANCELLED_ALREADY = "S0000", "8016", "8018", "8037"


def account_entry(account: Account) -> Mapping[str, Any]:
    return entry_of(account, "partner_id", "check_word")


def call(account: Account, service: str, content: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """(code, sentence, data) of the service's answer, whatever it says. Raises Unavailable where the platform did not pass the call on."""
    entry = account_entry(account)
    now = str(int(clock.now().timestamp() * 1000))
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    fields = {
        "partnerID": entry["partner_id"],
        "requestID": str(uuid5(NAMESPACE_URL, service + now + data)),
        "serviceCode": service,
        "timestamp": now,
        "msgDigest": digest(data, now, entry["check_word"]),
        "msgData": data,
    }
    url = address_of(entry, USUAL, also=HONG_KONG, test=SANDBOXES) + "/std/service"
    answer = document(ask("POST", url, body=urlencode(fields).encode(), headers=FORM))
    code = str(answer.get("apiResultCode", ""))
    if code in _BUSY:
        raise silent()
    if code != _CARRIED:
        raise Unavailable(f"SF's platform did not accept the call ({code}).", code="courier_not_configured")
    result = document(outbound.HttpAnswer(200, str(answer.get("apiResultData", "")).encode()))
    found = result.get("msgData") or result.get("obj")
    return str(result.get("errorCode") or DONE), str(result.get("errorMsg") or ""), found if isinstance(found, dict) else {}


def file_of(data: Mapping[str, Any]) -> bytes:
    """The document that an answer names. Raises Unavailable."""
    try:
        first = data["files"][0]
        url, token = str(first["url"]), str(first.get("token") or "")
    except (KeyError, IndexError, TypeError) as error:
        raise silent() from error
    answer = ask("GET", check_download(url, _FILES), headers={"X-Auth-token": token} if token.isascii() else {})
    if answer.status != 200 or not answer.body:
        raise silent()
    return answer.body
