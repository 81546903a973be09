"""The simulated courier of the local stage: same calls and messages as a real one, signed in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.shared.http.moments import Moment
from functions.shared.outside import clock, outbound
from functions.shared.plain import signatures, times
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.couriers.port import (
    Ability,
    Courier,
    CourierMessage,
    Delivery,
    Forged,
    Trace,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)
from functions.shipping.couriers.reading import read_message
from functions.shipping.model.carrier import ANY_POINT, Carrier, Service

SANDBOX = "sandbox"
HEADER = "X-Sandbox-Signature"
Token = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Remark = Annotated[str, StringConstraints(max_length=500)]


class _Message(BaseModel):
    # A courier may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Event(_Message):
    at: Moment
    status: Annotated[str, StringConstraints(max_length=64)]
    text: Remark = ""
    place: Remark = ""


class _Told(_Message):
    waybill: Token
    events: list[_Event] = Field([], max_length=100)
    billed_weight_g: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    collect_code: Annotated[str, StringConstraints(max_length=64)] = ""


class _Webhook(_Told):
    id: Token


@contextmanager
def _answering() -> Iterator[None]:
    """What cannot be understood is no answer."""
    try:
        yield
    except (outbound.NoAnswer, KeyError, ValueError) as error:
        raise Unavailable("The courier does not answer.", code="courier_unavailable", retry_after=5) from error


_STANDARD = Service("standard", {"zh": "标准", "en": "Standard"})


class SandboxCourier(Courier):
    code = SANDBOX
    account = "sandbox_courier"
    local_only = True
    abilities = frozenset({Ability.WAYBILL, Ability.CANCEL, Ability.QUERY, Ability.WEBHOOK})
    carriers = (Carrier(SANDBOX, {"zh": "模拟物流", "en": "Sandbox courier"}, SANDBOX, services=(_STANDARD,), points=(ANY_POINT,)),)

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        content = {
            "request_id": request.key,
            "order_number": request.order_number,
            "receiver": {name: value for name, value in asdict(request.receiver).items() if name != "email"},
            "parcels": 1,
            "notify_url": request.notify_url,
        }
        if request.point:
            content["pickup_point"] = {"provider": request.point.provider, "id": request.point.id}
        with _answering():
            status, answer = self._call("POST", "/waybills", content)
            if status != 201:
                raise Conflict(f"The courier refused the parcel ({status}).", code="courier_refused")
            return Waybill(str(answer["waybill"]), str(answer["label_url"]), answer.get("billed_weight_g"))

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        with _answering():
            status, answer = self._call("POST", "/waybills/cancel", {"request_id": waybill.key, "waybill": waybill.number})
            return VoidAnswer(done=status == 200, reason=str(answer.get("reason") or status))

    def query(self, waybill: WaybillRef) -> Trace:
        with _answering():
            status, answer = self._call("GET", f"/waybills/{waybill.number}", None)
            if status != 200:
                raise Conflict(f"The courier does not know the parcel ({status}).", code="courier_refused")
            message = _Told.model_validate(answer)
            return Trace([_trace_event(event) for event in message.events], billed_weight_g=message.billed_weight_g)

    def _call(self, method: str, path: str, content: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """Status and document. Raises NoAnswer, also for what is to be asked again."""
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        signature = signatures.sign(self._account.secrets()[0], int(clock.now().timestamp()), body)
        headers = {"Content-Type": "application/json", HEADER: signature}
        answer = outbound.call(method, f"{settings().courier_sandbox_url}{path}", body=body or None, headers=headers)
        if answer.status >= 500 or answer.status == 429:
            raise outbound.NoAnswer(str(answer.status))
        return answer.status, answer.json()

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        try:
            signatures.verify(webhook.headers.get(HEADER.lower()), webhook.raw, secrets=self._account.secrets(), now=int(now.timestamp()))
        except (signatures.BadSignature, signatures.OutsideWindow) as error:
            raise Forged from error

    def read_webhook(self, webhook: Webhook) -> Delivery:
        message = read_message(webhook.raw, _Webhook)
        events = [_trace_event(event) for event in message.events]
        news = CourierMessage(message.waybill, events, billed_weight_g=message.billed_weight_g, collect_code=message.collect_code)
        return Delivery(message.id, [news])


def _trace_event(event: _Event) -> TraceEvent:
    known = event.status if event.status in TrackingStatus.__members__ else ""
    return TraceEvent(times.iso(event.at), known, event.text, event.place, event.status)
