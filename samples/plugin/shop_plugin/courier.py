"""The courier `pigeon`: writes waybills without asking anybody, and reports by signed messages."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from functions.shared.plain import signatures
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping import (
    Ability,
    Answer,
    Carrier,
    Courier,
    CourierMessage,
    Delivery,
    Forged,
    Problem,
    Service,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)

_STATUS = {"left the loft": TrackingStatus.PICKED_UP, "flying": TrackingStatus.IN_TRANSIT, "landed": TrackingStatus.DELIVERED}
_FLIGHT = Service("flight", {"en": "By air", "zh": "飞行"}, max_weight_g=50, needs_weight=False, days=1)


class PigeonCourier(Courier):
    code = "pigeon"
    abilities = frozenset({Ability.WAYBILL, Ability.CANCEL, Ability.WEBHOOK})
    carriers = (Carrier("pigeon", {"en": "Pigeon post", "zh": "飞鸽传书"}, "pigeon", enabled=False, services=(_FLIGHT,)),)

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        """The number follows from the key, so asking twice makes one."""
        return Waybill(f"PG{hashlib.sha256(request.key.encode()).hexdigest()[:12].upper()}")

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        """Nobody keeps a pigeon from staying at home; a number of somebody else's is none of ours."""
        return VoidAnswer(done=waybill.number.startswith("PG") or not waybill.number, reason="not ours")

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        try:
            secrets = self._account.secrets()
            signatures.verify(webhook.headers.get("x-pigeon"), webhook.raw, secrets=secrets, now=int(now.timestamp()))
        except (signatures.BadSignature, signatures.OutsideWindow) as error:
            raise Forged from error

    def read_webhook(self, webhook: Webhook) -> Delivery:
        try:
            said: dict[str, Any] = json.loads(webhook.raw)
            known = _STATUS.get(said["status"])
            event = TraceEvent(said["at"], known.value if known else "", said["status"], code=said["status"])
            return Delivery(said["ring"], [CourierMessage(said["waybill"], [event])])
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable("A message of this courier has ring, waybill, at and status.") from error

    def acknowledge(self, problem: Problem | None = None) -> Answer:
        return Answer(200 if problem is None else 401, b"coo" if problem is None else b"", "text/plain")
