"""Work on all that waits for an endpoint or was sent to it, too much for one call: done bit by bit until it is through. Pure."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class ErrandKind(StrEnum):
    """Wake: what waits is looked at now. Replay: messages of a time are sent again."""

    WAKE = "wake"
    REPLAY = "replay"


@dataclass(frozen=True)
class Errand:
    """`begin` to `end`: of a replay, when messages were made; `states`: which of them; `after`: how far it has come. `round`: of a wake,
    since what was parked in the moment before it may not be seen at the first look."""

    endpoint_id: str
    name: str
    kind: ErrandKind
    due_at: str
    begin: str = ""
    end: str = ""
    states: list[str] = field(default_factory=list)
    after: str = ""
    round: int = 1
    done: int = 0
    is_over: bool = False
    version: int = 0
