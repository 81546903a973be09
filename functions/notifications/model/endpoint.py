"""Somebody outside who is told of events: where, of which, and what the messages are signed with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.web.kept_secret import KeptSecret


class EndpointKind(StrEnum):
    """Subscribers are made and changed by themselves; a warehouse's outside system where the warehouse says so."""

    SUBSCRIBER = "subscriber"
    WMS = "wms"


class EndpointState(StrEnum):
    """Disabled: what happens meanwhile waits for a day (for a warehouse's system it is set aside). Removed: nobody is told any more."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    REMOVED = "removed"


@dataclass(frozen=True)
class Endpoint:
    """`only`: fields of an event's data that must have just this value. `answer_secrets`: what those who may answer sign with.
    `disabled_reason`: why it was disabled by itself. `version` is its item's, and no part of what is stored."""

    id: str
    url: str
    events: list[str]
    made_at: str
    state: EndpointState = EndpointState.ENABLED
    only: dict[str, str] = field(default_factory=dict)
    secrets: list[KeptSecret] = field(default_factory=list)
    answer_secrets: list[KeptSecret] = field(default_factory=list)
    kind: EndpointKind = EndpointKind.WMS
    description: str = ""
    disabled_reason: str = ""
    disabled_at: str = ""
    version: int = 0

    def wants(self, type_: str, data: Mapping[str, Any]) -> bool:
        """Also while it is disabled: it hears of it later."""
        told = self.state is not EndpointState.REMOVED and type_ in self.events
        return told and all(data.get(name) == value for name, value in self.only.items())
