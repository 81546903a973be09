"""Forms as staff send and see them, and what was answered."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from functions.aftersales.model.survey_form import MOST_QUESTIONS, Form, Option, Question, QuestionKind
from functions.aftersales.surveys.forms.results import QuestionResult, Results
from functions.shared.http.input_types import PlainTexts
from functions.shared.http.validation import Schema

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), Field(examples=["delivery"])]
FormTexts = Annotated[PlainTexts, Field(max_length=8)]
When = Annotated[str, StringConstraints(max_length=40)]
Bound = Annotated[int, Field(strict=True, ge=-1_000_000_000, le=1_000_000_000)]
CampaignId = Annotated[str, StringConstraints(pattern=r"^(mcp_[0-9A-HJKMNP-TV-Z]{26})?$")]


class OptionModel(Schema):
    id: Name = Field(examples=["by_courier"])
    text: FormTexts


class QuestionModel(Schema):
    """rating: a whole number from `lowest` (0 or 1) to `highest` (10 at most), 1 to 5 where nothing is said. choice: one of `options`;
    choices: several, `most` at most. text: up to 1,000 characters. number: with bounds if it has any, to `decimals` places."""

    id: Name = Field(description="It stays, and so does what its answers are, through all versions.")
    kind: QuestionKind
    text: FormTexts
    required: bool = False
    options: list[OptionModel] = Field(default_factory=list, max_length=30)
    lowest: Bound | None = None
    highest: Bound | None = None
    decimals: int = Field(0, strict=True, ge=0, le=6)
    most: int = Field(0, strict=True, ge=0, le=30, description="0: as many as there are.")
    leaving: bool = Field(
        False, description="It asks why people leave. Options that are chosen are counted beside cohorts (`/v1/admin/reports/cohorts`)."
    )

    def question(self) -> Question:
        lowest, highest = self.lowest, self.highest
        if self.kind is QuestionKind.RATING:
            lowest, highest = 1 if lowest is None else lowest, 5 if highest is None else highest
        options = [Option(one.id, dict(one.text)) for one in self.options]
        return Question(
            self.id, self.kind, dict(self.text), self.required, options, lowest, highest, self.decimals, self.most, self.leaving
        )

    @classmethod
    def of(cls, one: Question) -> QuestionModel:
        options = [OptionModel(id=option.id, text=option.text) for option in one.options]
        return cls(**{name: getattr(one, name) for name in cls.model_fields if name != "options"}, options=options)


class FormIn(Schema):
    """Every text in the languages of the title: zh, en or more."""

    title: FormTexts = Field(examples=[{"zh": "您觉得我们怎么样？", "en": "How do you find us?"}])
    intro: FormTexts | None = None
    questions: list[QuestionModel] = Field(min_length=1, max_length=MOST_QUESTIONS)
    is_open: bool = Field(True, description="A closed form is sent to nobody, and answered by nobody.")

    def asked(self) -> tuple[dict[str, str], dict[str, str], list[Question]]:
        return dict(self.title), dict(self.intro or {}), [one.question() for one in self.questions]


class SurveyFormOut(Schema):
    id: str = Field(examples=["sfm_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    title: dict[str, str]
    intro: dict[str, str]
    questions: list[QuestionModel]
    number: int = Field(description="Of the newest version of what it asks.")
    is_open: bool
    created_at: str
    edited_at: str
    edited_by: str
    version: int

    @classmethod
    def of(cls, one: Form) -> SurveyFormOut:
        known = {name: getattr(one, name) for name in cls.model_fields if name != "questions"}
        return cls(**known, questions=[QuestionModel.of(question) for question in one.questions])


class SurveyFormList(Schema):
    data: list[SurveyFormOut]
    next_cursor: str | None = None


class FormQuery(Schema):
    number: int = Field(0, ge=0, le=999_999, description="That version; 0: the newest.")


class AnswersQuery(Schema):
    """`from` and `to` are dates of the store (both included) or moments (`to` left out); all times where nothing is said."""

    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    from_: When | None = Field(default=None, alias="from", examples=["2026-01-01"])
    to: When | None = Field(default=None, examples=["2026-01-31"])
    campaign: CampaignId = Field("", description="Of this campaign only.", examples=[""])


class AnswersFileQuery(AnswersQuery):
    unmask: bool = Field(False, description="Show who they are. Needs `customers.unmask`, and is written down.")
    paged: bool = Field(False, description='2,000 rows, and `Link: <…>; rel="next"` while there are more.')
    cursor: str | None = Field(None, max_length=2000, description="Of the `Link` of the page before; it is `paged`, too.")


class QuestionResultOut(Schema):
    question: str
    kind: QuestionKind
    answers: int
    counts: dict[str, int] = Field(description="How many chose each option or number; of texts nothing.")
    average: str | None = Field(description="Of a rating or a number.", examples=["4.25"])

    @classmethod
    def of(cls, row: QuestionResult) -> QuestionResultOut:
        kind = QuestionKind(row.nature.partition(":")[0])
        return cls(question=row.question, kind=kind, answers=row.answers, counts=dict(row.counts), average=row.average or None)


class SurveyResults(Schema):
    """By question: those of all versions, in the order of their coming."""

    form_id: str
    answered: int = Field(description="People who answered.")
    questions: list[QuestionResultOut]

    @classmethod
    def of(cls, form_id: str, found: Results) -> SurveyResults:
        return cls(form_id=form_id, answered=found.answered, questions=[QuestionResultOut.of(row) for row in found.questions])
