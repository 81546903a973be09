"""Kuaidi100 (企业版): it is told of each waybill, asks the carrier by itself, and sends all it knows whenever that changes.

The account's entry: `{"customer": …, "key": …, "secret": …}`; the last is ours alone and makes the salts (`keys` and `current` while it is
changed).
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError

from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shipping.couriers.asking import FORM, ask, document, refused, silent
from functions.shipping.couriers.forms import fields_of
from functions.shipping.couriers.guard import address_of, entry_of, proofs, proven
from functions.shipping.couriers.kuaidi100.messages import Push, queried
from functions.shipping.couriers.kuaidi100.signing import push_sign, query_sign, salt_of
from functions.shipping.couriers.kuaidi100.statuses import followed_carriers
from functions.shipping.couriers.port import (
    Ability,
    Answer,
    Courier,
    CourierMessage,
    Delivery,
    Forged,
    Problem,
    Subscription,
    Trace,
    WaybillRef,
    Webhook,
)
from functions.shipping.couriers.reading import read_message

KUAIDI100 = "kuaidi100"
USUAL = "https://poll.kuaidi100.com"
_DONE, _FOLLOWED_ALREADY, _NOTHING_YET, _BUSY = "200", "501", "500", "500"
_KEYS_WRONG = frozenset({"600", "601", "503"})
_SHORTEST, _LONGEST = 6, 32


class Kuaidi100Courier(Courier):
    code = KUAIDI100
    abilities = frozenset({Ability.QUERY, Ability.SUBSCRIBE, Ability.WEBHOOK})
    carriers = followed_carriers(KUAIDI100)

    def subscribe(self, subscription: Subscription) -> None:
        entry, waybill = entry_of(self._account, "key"), subscription.waybill
        _check_number(waybill.number)
        # It calls back over http unless the address says https; what it tells is nobody else's business.
        url = subscription.notify_url if settings().is_local else subscription.notify_url.replace("http://", "https://", 1)
        parameters = {
            "callbackurl": f"{url}/{waybill.shipment_id}",
            "salt": salt_of(self._account.secrets()[0], waybill.shipment_id),
            "resultv2": "4",
            "autoCom": "0" if waybill.company else "1",
            "interCom": "0",
            **_phone(waybill),
        }
        param = _dumped({"company": waybill.company, "number": waybill.number, "key": entry["key"], "parameters": parameters})
        answer = self._post(entry, "/poll", {"schema": "json", "param": param})
        code = str(answer.get("returnCode", ""))
        if code == _BUSY:
            raise silent()
        _check_keys(code)
        if code not in (_DONE, _FOLLOWED_ALREADY):
            raise refused(f"{answer.get('message', '')} ({code})")

    def query(self, waybill: WaybillRef) -> Trace:
        entry = entry_of(self._account, "key", "customer")
        _check_number(waybill.number)
        param = _dumped({"com": waybill.company, "num": waybill.number, "resultv2": "4", **_phone(waybill)})
        sign = query_sign(param, entry["key"], entry["customer"])
        answer = self._post(entry, "/poll/query.do", {"customer": entry["customer"], "sign": sign, "param": param})
        if "returnCode" in answer:
            code = str(answer["returnCode"])
            _check_keys(code)
            if code == _NOTHING_YET:
                return Trace([])
            raise refused(f"{answer.get('message', '')} ({code})")
        try:
            return Trace(queried(answer))
        except ValidationError as error:
            raise silent() from error

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:  # noqa: ARG002 — it signs no time
        fields = fields_of(webhook.raw)
        if not (webhook.token and fields.get("param")):
            raise Forged
        expected = [push_sign(fields["param"], salt_of(secret, webhook.token)) for secret in proofs(self._account)]
        proven(fields.get("sign", ""), expected)

    def read_webhook(self, webhook: Webhook) -> Delivery:
        """The parcel is the one of the path, whatever the carrier calls itself by now (`comNew`)."""
        param = fields_of(webhook.raw)["param"].encode()
        push = read_message(param, Push)
        corrected = push.com_new if push.com_new and push.com_new != push.com_old else ""
        message = CourierMessage(
            push.last_result.nu,
            push.events(webhook.received_at),
            shipment_id=webhook.token,
            follow_again=push.never_seen,
            corrected_company=corrected or "",
        )
        return Delivery(hashlib.sha256(webhook.token.encode() + b"\n" + param).hexdigest(), [message])

    def acknowledge(self, problem: Problem | None = None) -> Answer:
        if problem is None:
            return Answer(body=_dumped({"result": True, "returnCode": "200", "message": "成功"}).encode())
        body = _dumped({"result": False, "returnCode": "500", "message": "失败"}).encode()
        return Answer(super().acknowledge(problem).status, b"" if problem is Problem.FORGED else body)

    def _post(self, entry: Any, path: str, fields: dict[str, str]) -> dict[str, Any]:
        return document(ask("POST", address_of(entry, USUAL) + path, body=urlencode(fields).encode(), headers=FORM))


def _check_number(number: str) -> None:
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise refused(f"its numbers have {_SHORTEST} to {_LONGEST} characters")


def _check_keys(code: str) -> None:
    if code in _KEYS_WRONG:
        raise Unavailable("Kuaidi100 does not accept the shop's keys.", code="courier_not_configured")


def _phone(waybill: WaybillRef) -> dict[str, str]:
    """Some carriers tell nothing without the last four digits of the receiver's."""
    digits = [one for one in waybill.phone if one.isdigit()]
    return {"phone": "".join(digits[-4:])} if len(digits) >= 4 else {}


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
