"""A complaint: what somebody says is wrong with an order, a product, a seller or a courier, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.state import advance


class About(StrEnum):
    ORDER = "order"
    PRODUCT = "product"
    SELLER = "seller"
    COURIER = "courier"


class ComplaintState(StrEnum):
    """escalated: nobody answered in time, and who is above them sees it."""

    OPEN = "open"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    PUT_RIGHT = "put_right"
    PAID_BACK = "paid_back"
    EXPLAINED = "explained"
    UNFOUNDED = "unfounded"
    TAKEN_BACK = "taken_back"


TRANSITIONS: Mapping[ComplaintState, frozenset[ComplaintState]] = {
    ComplaintState.OPEN: frozenset({ComplaintState.ANSWERED, ComplaintState.ESCALATED, ComplaintState.CLOSED}),
    ComplaintState.ESCALATED: frozenset({ComplaintState.ANSWERED, ComplaintState.ESCALATED, ComplaintState.CLOSED}),
    ComplaintState.ANSWERED: frozenset({ComplaintState.ANSWERED, ComplaintState.OPEN, ComplaintState.CLOSED}),
    ComplaintState.CLOSED: frozenset(),
}
MOST_WORDS = 100


@dataclass(frozen=True)
class Said:
    """`by`: buyer or staff."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Complaint:
    """`subject`: which product, seller or courier; of an order it is its id, which also proves whose complaint it is where nobody is signed
    in. `level`: how often it was escalated. `version` is its item's, and no part of what is stored."""

    id: str
    number: str
    about: About
    subject: str
    order_id: str
    customer_id: str
    opened_at: str
    said: list[Said] = field(default_factory=list)
    state: ComplaintState = ComplaintState.OPEN
    deadline: str = ""
    level: int = 0
    outcome: Outcome | None = None
    closed_at: str = ""
    version: int = 0

    def to(self, state: ComplaintState, deadline: str = "") -> Complaint:
        """Raises IllegalTransition (409)."""
        return replace(self, state=advance(TRANSITIONS, self.state, state), deadline=deadline)

    def saying(self, by: str, at: str, text: str) -> Complaint:
        return replace(self, said=[*self.said, Said(by, at, text)])
