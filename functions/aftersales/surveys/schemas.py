"""Surveys as they are answered, and what the answers say together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictFloat, StrictInt, StringConstraints

from functions.aftersales.model.survey import HIGHEST, LOWEST, Survey, SurveyState
from functions.aftersales.model.survey_form import LONGEST_TEXT, Form
from functions.aftersales.surveys.forms.schemas import Name, QuestionModel
from functions.aftersales.surveys.satisfaction import By, SatisfactionRow
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import LongText, Schema

Comment = Annotated[PlainText, StringConstraints(max_length=500)]
When = Annotated[str, StringConstraints(max_length=40)]


SentText = Annotated[LongText, StringConstraints(max_length=LONGEST_TEXT)]


class AnswerIn(Schema):
    """A score, and a comment if there is one; or, where the survey has a form, answers to its questions."""

    score: int | None = Field(None, strict=True, ge=LOWEST, le=HIGHEST, description="1 is bad, 5 is good.", examples=[5])
    comment: Comment | None = None
    answers: dict[Name, StrictInt | StrictFloat | SentText | Annotated[list[Name], Field(max_length=30)]] | None = Field(
        None, max_length=50, examples=[{}],
        description="By question: a number, the id of an option, a list of such ids, or a text.",
    )  # fmt: skip


class FormShown(Schema):
    """The texts in all languages that there are."""

    title: dict[str, str]
    intro: dict[str, str]
    questions: list[QuestionModel]


class SurveyOut(Schema):
    """For whoever has its link."""

    about: str = Field(description="case, complaint or campaign.")
    about_id: str
    status: SurveyState
    score: int | None
    answered_at: str | None
    ends_at: str | None = Field(description="Until when it can be answered.")
    form: FormShown | None = Field(description="What is asked instead of a score.")

    @classmethod
    def of(cls, one: Survey, form: Form | None) -> SurveyOut:
        kept = {name: getattr(one, name) or None for name in ("score", "answered_at", "ends_at")}
        shown = form and FormShown(
            title=form.title, intro=form.intro, questions=[QuestionModel.of(question) for question in form.questions]
        )
        return cls(about=one.of.kind, about_id=one.of.id, status=one.state, form=shown, **kept)


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
