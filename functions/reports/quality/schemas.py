"""What staff see of events that were set aside, and of what became of all."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field

from functions.reports.store.lake_items import Arrival, Aside
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page


class AsideOut(Schema):
    """Events of one batch that were set aside."""

    id: str = Field(examples=["bat_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    received_at: str
    events: int
    reasons: dict[str, int] = Field(description="How many for each reason.", examples=[{"unknown_type": 2}])
    replayed: int | None = Field(description="How many of them were taken in when they were tried again; null: not tried.")
    replayed_at: str | None

    @classmethod
    def of(cls, aside: Aside) -> AsideOut:
        return cls(
            id=aside.id, received_at=aside.received_at, events=aside.events, reasons=aside.reasons, replayed=aside.replayed,
            replayed_at=aside.replayed_at or None,
        )  # fmt: skip


class AsidePage(Schema):
    data: list[AsideOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Aside]) -> AsidePage:
        return cls(data=[AsideOut.of(one) for one in page.data], next_cursor=page.next_cursor)


class AsideEvent(Schema):
    reason: str = Field(examples=["unknown_type"])
    event: Any = Field(description="As it was sent; null where that was too much.", examples=[{"id": "e-1", "type": "unheard.of"}])


class AsideDetail(AsideOut):
    content: list[AsideEvent]


class QualityDay(Schema):
    """Of events that were received on a day (UTC) and have landed: accepted + duplicate + quarantined = received."""

    day: str = Field(examples=["2026-01-31"])
    received: int
    accepted: int
    duplicate: int
    quarantined: int

    @classmethod
    def of(cls, day: str, arrivals: list[Arrival]) -> QualityDay:
        names = ("received", "accepted", "duplicate", "quarantined")
        return cls(day=day, **{name: sum(getattr(one, name) for one in arrivals) for name in names})


class QualityReport(Schema):
    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    days: list[QualityDay]
