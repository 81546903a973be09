"""Complaints as they are sent and shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.aftersales.model.complaint import About, Complaint, ComplaintState, Outcome
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page

Words = Annotated[PlainText, StringConstraints(max_length=500)]


class ComplaintIn(Schema):
    about: About
    order_id: Code | None = Field(default=None, description="A guest names an order and shows its token.")
    subject: Code | None = Field(default=None, description="Which product (its id), seller (its id) or courier (its carrier's code).")
    text: Words = Field(examples=["The courier left the parcel in the rain."])

    @model_validator(mode="after")
    def _names_it(self) -> ComplaintIn:
        if self.about is About.ORDER and self.order_id is None:
            raise ValueError("a complaint about an order names it")
        if self.about is not About.ORDER and self.subject is None:
            raise ValueError("a complaint about a product, seller or courier names it")
        return self


class SayIn(Schema):
    text: Words


class CloseIn(Schema):
    outcome: Outcome
    text: Words = Field(description="Who complained reads it.")


class ComplaintsQuery(PageQuery):
    status: ComplaintState | Literal["all"] = ComplaintState.OPEN


class SaidOut(Schema):
    by: str = Field(description="buyer or staff.")
    at: str
    text: str


class ComplaintOut(Schema):
    id: str
    number: str
    about: About
    subject: str
    order_id: str | None
    status: ComplaintState
    said: list[SaidOut]
    deadline: str | None = Field(description="Until when it is to be answered; then it is escalated.")
    level: int
    outcome: Outcome | None
    opened_at: str
    closed_at: str | None
    version: int

    @classmethod
    def of(cls, one: Complaint) -> ComplaintOut:
        kept = {name: getattr(one, name) for name in ("id", "number", "about", "subject", "level", "outcome", "opened_at", "version")}
        empty = {name: getattr(one, name) or None for name in ("order_id", "deadline", "closed_at")}
        return cls(**kept, **empty, status=one.state, said=[SaidOut(by=s.by, at=s.at, text=s.text) for s in one.said])


class ComplaintPage(Schema):
    data: list[ComplaintOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, page: Page[Complaint]) -> ComplaintPage:
        return cls(data=[ComplaintOut.of(one) for one in page.data], next_cursor=page.next_cursor)
