"""The simulated courier of the local stage: same calls and messages as a real one, signed in both directions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.orders.model.tracking_status import TraceEvent, TrackingStatus
from functions.orders.shipping.couriers.port import CourierMessage, Forged, Waybill, WaybillRequest
from functions.shared.http.moments import Moment
from functions.shared.http.validation import parse_json
from functions.shared.outside import clock, outbound, provider_keys
from functions.shared.plain import signatures, times
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import settings

KEYS = "sandbox_courier"
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


class _Webhook(_Message):
    id: Token
    waybill: Token
    events: list[_Event] = Field(max_length=100)


class SandboxCourier:
    def create_waybill(self, request: WaybillRequest) -> Waybill:
        content = {
            "request_id": request.request_id,
            "order_number": request.order_number,
            "receiver": {name: value for name, value in asdict(request.receiver).items() if name != "email"},
            "parcels": 1,
            "notify_url": f"{settings().public_base_url}/v1/webhooks/couriers/sandbox",
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        signature = signatures.sign(_secrets()[0], int(clock.now().timestamp()), body)
        headers = {"Content-Type": "application/json", HEADER: signature}
        try:
            answer = outbound.call("POST", f"{settings().courier_sandbox_url}/waybills", body=body, headers=headers)
            if answer.status >= 500 or answer.status == 429:
                raise outbound.NoAnswer(str(answer.status))
            if answer.status != 201:
                raise Conflict(f"The courier refused the parcel ({answer.status}).", code="courier_refused")
            document = answer.json()
            return Waybill(str(document["waybill"]), str(document["label_url"]))
        except (outbound.NoAnswer, KeyError) as error:
            raise Unavailable("The courier does not answer.", code="courier_unavailable", retry_after=5) from error

    def verify(self, headers: Mapping[str, str], raw: bytes, now: datetime) -> None:
        try:
            signatures.verify(headers.get(HEADER.lower()), raw, secrets=_secrets(), now=int(now.timestamp()))
        except (signatures.BadSignature, signatures.OutsideWindow) as error:
            raise Forged from error

    def read(self, raw: bytes) -> CourierMessage:
        message = parse_json(raw, _Webhook)
        events = [_trace_event(event) for event in message.events]
        return CourierMessage(message.id, message.waybill, events)


def _trace_event(event: _Event) -> TraceEvent:
    known = event.status if event.status in TrackingStatus.__members__ else ""
    return TraceEvent(times.iso(event.at), known, event.text, event.place, event.status)


def _secrets() -> list[str]:
    keys = provider_keys.provider_keys(settings().secret_couriers, KEYS)
    if not keys:
        raise Unavailable("The courier's keys are not set.", code="courier_not_configured")
    return [key.secret for key in keys]
