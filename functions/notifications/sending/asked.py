"""What a message says and why, by what asked for it: an event of the shop, or a campaign that asked for this one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from functions.notifications.model.purpose import OF_EVENT, Purpose
from functions.notifications.model.template import MARKETING
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.events.contracts.promotions import CouponReturned
from functions.shared.events.contracts.staff import ReportMade
from functions.shared.events.envelope import Envelope
from functions.shared.plain.deferred import dataclass

REQUESTED = "marketing.message_requested"


@dataclass(frozen=True)
class Asked:
    """`template`: what there are words for, an event or `marketing.<name>`. `language` empty: the reader's. `only_by`: the one channel
    that was asked for; empty: each that speaks of it. `values` are beside those of the event. `cause`: the campaign.
    `about`: see about.py.
    `once`: what it is told once for, where that is no event."""

    template: str
    purpose: Purpose
    language: str = ""
    only_by: str = ""
    cause: str = ""
    about: str = ""
    once: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def asked_by(envelope: Envelope) -> Asked:
    if envelope.type in (PaymentFailed.TYPE, CouponReturned.TYPE):
        # Somebody who tries three cards is not told three times; nor is who used three coupons, which come back together.
        return Asked(envelope.type, _purpose(envelope.type), once=f"{envelope.type} {envelope.data['order_id']}")
    if envelope.type != REQUESTED:
        language = envelope.data["language"] if envelope.type == ReportMade.TYPE else ""
        return Asked(envelope.type, _purpose(envelope.type), language)
    data = envelope.data
    template = str(data["template"])
    return Asked(
        template=template if template.startswith(MARKETING) else f"{MARKETING}{template}",
        purpose=Purpose(data["purpose"]),
        language=str(data.get("language") or ""),
        only_by=str(data["channel"]),
        cause=str(data.get("cause") or ""),
        about=str(data.get("about") or ""),
        values=data.get("values") or {},
    )


def _purpose(event: str) -> Purpose:
    return OF_EVENT.get(event, Purpose.TRANSACTIONAL)
