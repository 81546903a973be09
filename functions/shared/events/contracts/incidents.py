"""Events of what happened to many orders at once."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class IncidentTold:
    """The buyer of an affected order is to be told of it, once for each incident; texts by language, `brief` for text messages."""

    TYPE: ClassVar[str] = "incident.told"
    VERSION: ClassVar[int] = 1
    broadcast_id: str
    order_id: str
    subject: dict[str, str]
    text: dict[str, str]
    brief: dict[str, str]
