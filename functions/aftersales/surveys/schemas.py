"""Surveys as they are answered, and what the answers say together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.aftersales.model.survey import HIGHEST, LOWEST, Survey, SurveyState
from functions.aftersales.surveys.satisfaction import By, SatisfactionRow
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import Schema

Comment = Annotated[PlainText, StringConstraints(max_length=500)]
When = Annotated[str, StringConstraints(max_length=40)]


class AnswerIn(Schema):
    score: int = Field(strict=True, ge=LOWEST, le=HIGHEST, description="1 is bad, 5 is good.")
    comment: Comment | None = None


class SurveyOut(Schema):
    """For whoever has its link."""

    about: str = Field(description="case, complaint or campaign.")
    about_id: str
    status: SurveyState
    score: int | None
    answered_at: str | None
    ends_at: str | None = Field(description="Until when it can be answered.")

    @classmethod
    def of(cls, one: Survey) -> SurveyOut:
        kept = {name: getattr(one, name) or None for name in ("score", "answered_at", "ends_at")}
        return cls(about=one.of.kind, about_id=one.of.id, status=one.state, **kept)


class PageQuery(Schema):
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


class SatisfactionQuery(Schema):
    """`from` and `to` are dates of the store (both included) or moments (`to` left out); the last 31 days, at most 366."""

    from_: When | None = Field(default=None, alias="from", examples=["2026-01-01"])
    to: When | None = Field(default=None, examples=["2026-01-31"])
    by: By = By.AGENT


class SatisfactionRowOut(Schema):
    key: str | None = Field(description="The person of staff, seller, reason or kind; null where there is none.")
    answers: int
    sum: int
    average: str = Field(examples=["4.25"])
    scores: dict[str, int] = Field(description="How many gave each score.")

    @classmethod
    def of(cls, row: SatisfactionRow) -> SatisfactionRowOut:
        scores = {str(score): row.scores[score] for score in range(LOWEST, HIGHEST + 1)}
        return cls(key=row.key or None, answers=row.answers, sum=row.sum, average=row.average, scores=scores)


class SatisfactionReport(Schema):
    by: By
    data: list[SatisfactionRowOut]
    total: SatisfactionRowOut
