"""SF Express: one order per key, found again when an answer was lost; pushes are not signed, so ends are asked for.

The account's entry: `{"partner_id", "check_word", "secret", "monthly_card"?, "sender"?: {"contact", "mobile", "province", "city", "county",
"address"}, "template"?}`. `secret` is the token of the address that is told to SF's console (`keys` and `current` while it is changed).
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from functions.shipping.couriers.asking import refused, silent
from functions.shipping.couriers.guard import proofs, proven
from functions.shipping.couriers.port import (
    Ability,
    Answer,
    Courier,
    CourierMessage,
    Delivery,
    Label,
    Problem,
    Subscription,
    Trace,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)
from functions.shipping.couriers.reading import read_message
from functions.shipping.couriers.sf_express.client import CANCELLED_ALREADY, DONE, NO_SUCH_ORDER, REPEATED, account_entry, call, file_of
from functions.shipping.couriers.sf_express.messages import Push, Queried
from functions.shipping.couriers.sf_express.order import order_of
from functions.shipping.couriers.sf_express.statuses import ENDS, carriers_of

SF_EXPRESS = "sf_express"
_MOTHER = 1
_CANCEL = 2
_BY_WAYBILL = "1"


class SfExpressCourier(Courier):
    code = SF_EXPRESS
    abilities = frozenset({Ability.WAYBILL, Ability.CANCEL, Ability.LABEL, Ability.QUERY, Ability.SUBSCRIBE, Ability.WEBHOOK})
    carriers = carriers_of(SF_EXPRESS)
    confirms = ENDS

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        code, said, data = call(self._account, "EXP_RECE_CREATE_ORDER", order_of(request, account_entry(self._account)))
        if code == REPEATED:
            code, said, data = call(self._account, "EXP_RECE_SEARCH_ORDER_RESP", {"orderId": request.key, "searchType": "1"})
        if code != DONE:
            raise refused(f"{said} ({code})")
        return Waybill(_number(data))

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        code, said, _ = call(self._account, "EXP_RECE_UPDATE_ORDER", {"orderId": waybill.key, "dealType": _CANCEL})
        return VoidAnswer(done=code in (DONE, CANCELLED_ALREADY, NO_SUCH_ORDER), reason=f"{said} ({code})")

    def label(self, waybill: WaybillRef) -> Label:
        entry = account_entry(self._account)
        content = {
            "templateCode": entry.get("template") or f"fm_150_standard_{entry['partner_id']}",
            "version": "2.0",
            "fileType": "pdf",
            "sync": True,
            "documents": [{"masterWaybillNo": waybill.number}],
        }
        code, said, data = call(self._account, "COM_RECE_CLOUD_PRINT_WAYBILLS", content)
        if code != DONE:
            raise refused(f"{said} ({code})")
        return Label(file_of(data))

    def query(self, waybill: WaybillRef) -> Trace:
        content = {"language": "zh-CN", "trackingType": _BY_WAYBILL, "trackingNumber": [waybill.number], "methodType": "1"}
        code, said, data = call(self._account, "EXP_RECE_SEARCH_ROUTES", content | _phone(waybill))
        if code != DONE:
            raise refused(f"{said} ({code})")
        try:
            return Trace(Queried.model_validate(data).events(waybill.number))
        except ValidationError as error:
            raise silent() from error

    def subscribe(self, subscription: Subscription) -> None:
        """Routes of a waybill that was not ordered here; of our own they come by themselves, and asking for them again is no fault."""
        waybill = subscription.waybill
        content = {"type": "2", "attributeNo": waybill.number, "language": "zh-CN", "country": "CN"}
        code, said, _ = call(self._account, "EXP_RECE_REGISTER_ROUTE", content | _phone(waybill))
        if code != DONE:
            raise refused(f"{said} ({code})")

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:  # noqa: ARG002 — nothing is signed
        proven(webhook.token, proofs(self._account))

    def read_webhook(self, webhook: Webhook) -> Delivery:
        """Its ids are per node; together they name the push."""
        by_waybill = read_message(webhook.raw, Push).by_waybill()
        messages = [CourierMessage(number, [node.event() for node in nodes]) for number, nodes in by_waybill.items()]
        # What a node says is part of its name: whoever has the token must not take the place of what SF will say under an id.
        return Delivery(hashlib.sha256(webhook.raw).hexdigest(), messages)

    def acknowledge(self, problem: Problem | None = None) -> Answer:
        if problem is None:
            return Answer(body=_dumped({"return_code": "0000", "return_msg": "成功"}))
        body = b"" if problem is Problem.FORGED else _dumped({"return_code": "1000", "return_msg": "失败"})
        return Answer(super().acknowledge(problem).status, body)


def _number(data: dict[str, Any]) -> str:
    """Of several numbers that of the parcel, not of its parts. Raises Unavailable where there is none yet."""
    for one in data.get("waybillNoInfoList") or []:
        if isinstance(one, dict) and one.get("waybillNo") and int(one.get("waybillType") or _MOTHER) == _MOTHER:
            return str(one["waybillNo"])
    raise silent()


def _phone(waybill: WaybillRef) -> dict[str, str]:
    digits = "".join(one for one in waybill.phone if one.isdigit())
    return {"checkPhoneNo": digits[-4:]} if len(digits) >= 4 else {}


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
