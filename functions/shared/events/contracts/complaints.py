"""Events of complaints: nothing of what was said, which is personal."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ComplaintTold:
    """about: order | product | seller | courier; `deadline`: until when it is to be answered; `level`: how often it was escalated."""

    complaint_id: str
    number: str
    about: str
    subject: str
    order_id: str
    status: str
    deadline: str = ""
    level: int = 0
    outcome: str = ""


@dataclass(frozen=True)
class ComplaintReceived(ComplaintTold):
    """Somebody complained."""

    TYPE: ClassVar[str] = "complaint.received"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ComplaintAnswered(ComplaintTold):
    """Staff answered."""

    TYPE: ClassVar[str] = "complaint.answered"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ComplaintEscalated(ComplaintTold):
    """Nobody answered in time."""

    TYPE: ClassVar[str] = "complaint.escalated"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ComplaintClosed(ComplaintTold):
    """It is over, with an outcome: put_right | paid_back | explained | unfounded | taken_back."""

    TYPE: ClassVar[str] = "complaint.closed"
    VERSION: ClassVar[int] = 1
