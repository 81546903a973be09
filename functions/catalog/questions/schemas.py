"""Questions and answers as shoppers and staff send and see them."""

from __future__ import annotations

from pydantic import Field

from functions.catalog.questions.list_posts import Counted
from functions.catalog.questions.post import By, Post, Shown
from functions.shared.contact.fields import ShownName
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import Schema, Strict


class PostIn(Schema):
    text: PlainText = Field(examples=["Does it fit into a dishwasher?"])
    author: ShownName | None = Field(default=None, description="What the writer wants to be called.")


class MerchantAnswerIn(Schema):
    text: PlainText = Field(examples=["It does, and it wants oil afterwards."])


class QuestionView(Strict):
    id: str
    product_id: str
    text: str
    author: str
    created_at: str
    visibility: Shown = Field(description="`pending`: somebody looks at it first.")
    answers: int

    @classmethod
    def of(cls, one: Post, answers: int = 0) -> QuestionView:
        return cls(**_fields(one), answers=answers)

    @classmethod
    def counted(cls, one: Counted) -> QuestionView:
        return cls.of(one.post, one.answers)


class AnswerView(Strict):
    id: str
    product_id: str
    question_id: str
    by: By = Field(description="`merchant`, or a `buyer` of the product.")
    text: str
    author: str
    created_at: str
    visibility: Shown
    helpful: int = Field(description="How many it has helped.")

    @classmethod
    def of(cls, one: Post, helpful: int = 0) -> AnswerView:
        return cls(**_fields(one), question_id=one.question_id, by=one.by, helpful=helpful)

    @classmethod
    def counted(cls, one: Counted) -> AnswerView:
        return cls.of(one.post, one.votes)


class QuestionPage(Schema):
    data: list[QuestionView]
    next_cursor: str | None


class AnswerPage(Schema):
    data: list[AnswerView]
    next_cursor: str | None


class AnswerVoteView(Schema):
    helpful: int
    voted: bool


def _fields(one: Post) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("id", "product_id", "text", "author", "created_at", "visibility")}
