"""The envelope that every event has, and who did it."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar, Protocol

from functions.shared.plain.deferred import dataclass


class Payload(Protocol):
    """A frozen dataclass of functions/shared/events/contracts with its event type, e.g. ``order.paid``, and contract version."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int]


@dataclass(frozen=True)
class Actor:
    """Who did it: kind is customer | guest | staff | provider | courier | system; id never holds personal data."""

    kind: str
    id: str = ""


SYSTEM = Actor("system")


@dataclass(frozen=True)
class Envelope:
    id: str
    type: str
    version: int
    occurred_at: str
    subject: str
    actor: Actor
    data: dict[str, Any]
    correlation_id: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    custom_fields: dict[str, Any] = field(default_factory=dict)
