"""A fact: who did what to what, from where."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Fact:
    """`actor_kind`: staff | key | customer | guest | system | operator. `before`, `after`: changed fields only, persons masked."""

    id: str
    at: str
    actor_kind: str
    actor: str
    action: str
    subject: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    source_ip: str = ""
    request_id: str = ""
