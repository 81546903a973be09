"""A survey: how satisfied somebody is with how something of theirs was put right, or the questions of a form. One for each thing that is
over, or campaign and person; answered once. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import timedelta
from enum import StrEnum

from functions.aftersales.model.form_answers import Answer
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict

LOWEST, HIGHEST = 1, 5
CAMPAIGN = "campaign"
"""The kind of those that staff have sent."""
OPEN_FOR = timedelta(days=90)
"""From when it was sent."""
_SIGNED = re.compile(r"([0-9a-z]{26})([0-9a-f]{32})", re.ASCII)


class SurveyState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True)
class SurveyOf:
    """What it is about: `kind` (case, complaint …) and its id. `order_id` or `customer_id`: who is asked. `agent`: who of staff decided it
    (empty: nobody), `seller`: whose goods (empty: the shop's own), `reason`: a code, why there was something to be put right."""

    kind: str
    id: str
    order_id: str = ""
    customer_id: str = ""
    agent: str = ""
    seller: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Survey:
    """`due`: when it is sent. `form` and `form_number`: the version of the form that it asks; without one it asks for a score. `version` is
    its item's, and no part of what is stored."""

    id: str
    of: SurveyOf
    due: str
    state: SurveyState = SurveyState.WAITING
    sent_at: str = ""
    ends_at: str = ""
    score: int = 0
    comment: str = ""
    answered_at: str = ""
    form: str = ""
    form_number: int = 0
    answers: list[Answer] = field(default_factory=list)
    version: int = 0

    def sent(self, at: str, ends_at: str) -> Survey:
        return replace(self, state=SurveyState.SENT, sent_at=at, ends_at=ends_at, due="")

    def refuse_answer(self, at: str) -> None:
        """Raises Conflict (409 `already_answered`, `survey_over`) where it cannot be answered."""
        if self.state is SurveyState.ANSWERED:
            raise Conflict("It is answered already.", code="already_answered", answered_at=self.answered_at)
        if self.state is SurveyState.WAITING or at >= self.ends_at:
            raise Conflict("It cannot be answered any more.", code="survey_over")

    def answered(self, score: int, comment: str, answers: list[Answer], at: str) -> Survey:
        """A score and a comment, or answers to its form. Raises Conflict as `refuse_answer`."""
        self.refuse_answer(at)
        return replace(self, state=SurveyState.ANSWERED, score=score, comment=comment, answers=answers, answered_at=at)


def signed(survey_id: str, secret: str) -> str:
    """What opens it, for whoever got the mail: its id, and a proof that we named it."""
    name = survey_id.removeprefix("srv_").lower()
    return name + _proof(name, secret)


def read_signed(text: str, secrets: Sequence[str]) -> str | None:
    """The id of the survey; None for what was signed by nobody of ours."""
    found = _SIGNED.fullmatch(text)
    if found is None or not any(hmac.compare_digest(found[2], _proof(found[1], secret)) for secret in secrets):
        return None
    return f"srv_{found[1].upper()}"


def _proof(name: str, secret: str) -> str:
    return hmac.new(secret.encode(), b"survey\x00" + name.encode(), hashlib.sha256).hexdigest()[:32]
