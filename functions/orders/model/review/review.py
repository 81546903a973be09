"""An order on hold: why, since when, and what was decided. A fact beside the order's status. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass


class Decision(StrEnum):
    """ended: nobody has to decide any more, as nothing of the order is left to send."""

    RELEASED = "released"
    REJECTED = "rejected"
    ENDED = "ended"


@dataclass(frozen=True)
class Cause:
    """A rule that held it, as it was then."""

    code: str
    reason: str


@dataclass(frozen=True)
class Review:
    """`number`: which one of the order's. Held by rules it has `causes`, by staff a `reason`. `decide_by`: then `at_deadline` (decline,
    release) is done, if nobody has decided; empty: it waits for people as long as it takes. `awaits`: the group that it waits for;
    then nobody decides, the group does."""

    number: int
    order_id: str
    order_number: str
    held_at: str
    held_by: Actor
    causes: list[Cause] = field(default_factory=list)
    reason: str = ""
    decision: Decision | None = None
    decided_at: str = ""
    decided_by: Actor | None = None
    note: str = ""
    decide_by: str = ""
    at_deadline: str = ""
    awaits: str = ""

    @property
    def is_open(self) -> bool:
        return self.decision is None

    def decided(self, decision: Decision, *, by: Actor, at: str, note: str = "") -> Review:
        return replace(self, decision=decision, decided_by=by, decided_at=at, note=note)


def open_review(reviews: Sequence[Review]) -> Review | None:
    """An order has one open review at most, its newest."""
    return reviews[-1] if reviews and reviews[-1].is_open else None
