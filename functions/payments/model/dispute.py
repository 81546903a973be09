"""A payer's bank takes money back (a chargeback): a case with a deadline, evidence and an outcome. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import timedelta
from enum import StrEnum

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money

OF_DISPUTES = frozenset({EventType.CHARGE_BACK, EventType.CHARGE_BACK_REVERSE, EventType.CHARGE_BACK_LOST})
ANSWER_WITHIN = timedelta(days=7)
"""Where the provider names no deadline."""


class DisputeStatus(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"

    @property
    def is_over(self) -> bool:
        return self in (DisputeStatus.WON, DisputeStatus.LOST)


@dataclass(frozen=True)
class EvidenceFile:
    id: str
    name: str
    content_type: str


@dataclass(frozen=True)
class Dispute:
    """`delivered`: the provider has taken the evidence from us; else people hand it in at its console.
    `handing_until`: somebody is handing it over, for so long at most. `order_number`: none in what was opened before it was kept."""

    id: str
    payment_id: str
    order_id: str
    provider: str
    provider_ref: str
    money: Money
    reason: str
    opened_at: str
    deadline: str
    evidence: dict[str, str] = field(default_factory=dict)
    files: list[EvidenceFile] = field(default_factory=list)
    submitted_at: str = ""
    submitted_by: str = ""
    delivered: bool = False
    handing_until: str = ""
    order_number: str = ""


def deadline_of(event: ProviderEvent) -> str:
    return event.answer_by or times.iso(times.parse(event.occurred_at) + ANSWER_WITHIN)


def dispute_status(events: Iterable[ProviderEvent], dispute: Dispute) -> DisputeStatus:
    """Derived from what was told of it, in any order. Money that came back was won, whatever else was told."""
    told = {event.type for event in events if event.type in OF_DISPUTES and event.provider_ref == dispute.provider_ref}
    if EventType.CHARGE_BACK_REVERSE in told:
        return DisputeStatus.WON
    if EventType.CHARGE_BACK_LOST in told:
        return DisputeStatus.LOST
    return DisputeStatus.SUBMITTED if dispute.submitted_at else DisputeStatus.OPEN
