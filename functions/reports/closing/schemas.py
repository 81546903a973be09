"""What is told of closed days."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from functions.reports.sales.schemas import FiguresOut
from functions.shared.http.moments import Day
from functions.shared.http.validation import Schema


class ClosedQuery(Schema):
    first: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    last: Day = Field(alias="to", description="The last day, included; at most 400 days.", examples=["2026-01-31"])


class StoreDay(Schema):
    """`state`: open, closing, or closed. Closed: `figures` never change; `signature` is a code over `signed` by a key that nobody can
    read."""

    day: str = Field(examples=["2026-01-31"])
    state: str = Field(examples=["closed"])
    closed_at: str | None = None
    figures: list[FiguresOut]
    signed: str | None = Field(None, description="The text that the signature is over.")
    signature: str | None = None


class Correction(FiguresOut):
    """What happened on the day and was told when it was closed already; it is booked on another day, in its figures."""

    booked_on: str = Field(examples=["2026-02-02"])


class StoreDayDetail(StoreDay):
    """With its corrections: figures and corrections together are what the tables of orders and payments say of the day."""

    is_valid: bool | None = Field(None, description="Whether the figures are those that were signed.")
    corrections: list[Correction]


class StoreDays(Schema):
    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    days: list[StoreDay]
