"""Something happened to orders (a carrier is late, a payment failed for all), and their buyers are told: transactional, each once. Pure.

draft ──send──► sending ──all orders were looked at──► sent        draft, sending ──cancel──► cancelled
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Stage(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


TRANSITIONS: Mapping[Stage, Set[Stage]] = {
    Stage.DRAFT: {Stage.SENDING, Stage.CANCELLED},
    Stage.SENDING: {Stage.SENT, Stage.CANCELLED},
    Stage.SENT: {Stage.CANCELLED},
}
"""Cancelled after it was sent: its banner goes."""


@dataclass(frozen=True)
class Concerned:
    """By what affected orders are found (`functions/orders`: Affected)."""

    placed_from: str = ""
    placed_until: str = ""
    statuses: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    provinces: list[str] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Broadcast:
    """Texts by language. `brief`: for a text message and a locked screen. `order_ids`: these, and no others; else `affected`.
    `banner_until`: so long shops show it; empty: not at all. `month`, `cursor`: how far it is. `version` is its item's."""

    id: str
    name: str
    subject: dict[str, str]
    text: dict[str, str]
    brief: dict[str, str]
    created_at: str
    created_by: str
    affected: Concerned = field(default_factory=Concerned)
    order_ids: list[str] = field(default_factory=list)
    banner_until: str = ""
    state: Stage = Stage.DRAFT
    month: str = ""
    cursor: str = ""
    looked_at: int = 0
    told: int = 0
    sent_at: str = ""
    ended_at: str = ""
    version: int = 0

    def begun(self, now: str) -> Broadcast:
        return replace(self, state=Stage.SENDING, sent_at=now, month=self.affected.placed_from[:7])

    def is_shown(self, now: str) -> bool:
        return self.state in (Stage.SENDING, Stage.SENT) and now < self.banner_until
