"""What a person asked for: their data as a file, or to be forgotten. Pure.

requested ─► waiting: an order of theirs is still under way; what does not need it is gone already
          └► done
"""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class RequestState(StrEnum):
    REQUESTED = "requested"
    WAITING = "waiting"
    DONE = "done"


LOOK_AGAIN = timedelta(days=1)
FILE_LASTS = timedelta(days=7)
_OVER = frozenset({"completed", "cancelled", "imported"})


@dataclass(frozen=True)
class Waiting:
    """`why`: not_over (it is still paid, sent or may come back), case_open, under_review, amended, drafted (staff prepared
    it, and it can still be placed)."""

    order_id: str
    number: str
    why: str


@dataclass(frozen=True)
class KeptPart:
    """What the law wants: of which record, until when."""

    kind: str
    id: str
    until: str


@dataclass(frozen=True)
class Request:
    """`removed`: items that went or were emptied in all; `left`: those that
    still say something of them, for the orders that it waits for. `key`: of an export's
    file, until `file_until`. `version` is its item's, and no part of what is stored."""

    person: str
    job_id: str
    asked_at: str
    asked_by: str
    state: RequestState = RequestState.REQUESTED
    removed: int = 0
    left: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    kept: list[KeptPart] = field(default_factory=list)
    done_at: str = ""
    key: str = ""
    size: int = 0
    file_until: str = ""
    version: int = 0


def why_it_waits(status: str, *, open_cases: int, in_review: bool, amending: bool) -> str:
    """Empty for an order that is over."""
    if status not in _OVER:
        return "not_over"
    if open_cases:
        return "case_open"
    return "under_review" if in_review else "amended" if amending else ""
