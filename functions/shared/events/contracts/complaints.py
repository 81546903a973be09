"""Events of complaints, and of the surveys that ask how something was put right: nothing of what was said, which is personal."""

from __future__ import annotations

from dataclasses import field
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


@dataclass(frozen=True)
class SurveySent:
    """Something of theirs is over for a while, and a message asks how it was. about: case | complaint | campaign."""

    TYPE: ClassVar[str] = "survey.sent"
    VERSION: ClassVar[int] = 1
    survey_id: str
    about: str
    about_id: str
    order_id: str


@dataclass(frozen=True)
class SurveyWithheld:
    """A campaign (`cause`) wanted `person` asked, and they are not. reason: form_closed."""

    TYPE: ClassVar[str] = "survey.withheld"
    VERSION: ClassVar[int] = 1
    survey_id: str
    cause: str
    person: str
    reason: str


@dataclass(frozen=True)
class SurveyAnswered:
    """score: 1 (bad) to 5 (good); 0 of a form. Of its answers nothing is told but `leaving`: options that were chosen where a question asks
    why people leave."""

    TYPE: ClassVar[str] = "survey.answered"
    VERSION: ClassVar[int] = 1
    survey_id: str
    about: str
    about_id: str
    score: int
    form_id: str = ""
    leaving: list[str] = field(default_factory=list)
