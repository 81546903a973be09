"""What reports over counted days take and answer."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from functions.shared.http.moments import Day
from functions.shared.http.validation import Schema


class DaysQuery(Schema):
    first: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    last: Day = Field(alias="to", description="The last day, included; at most 400 days.", examples=["2026-01-31"])


class FunnelFigures(Schema):
    """Sessions of a day of the store by how far they came that day: no step is above the one before it. `paid`: an order that the session
    sent was paid on the same day; what is paid on a later one (a transfer, cash on delivery) is in `sales`, and in no session."""

    page_views: int
    viewed: int
    carted: int
    checked_out: int
    paid: int


class FunnelRow(FunnelFigures):
    channel: str = Field(examples=["web"])
    visitors: int = Field(description="Browsers of that day. They do not add up over days or channels: who comes again is one of each.")


class FunnelDay(Schema):
    day: str = Field(description="Of the store.", examples=["2026-01-31"])
    channels: list[FunnelRow]


class FunnelReport(Schema):
    """Of browsers whose person agreed to be counted (purpose `analytics`), but for `page_views`, which counts all; without bots. A day with
    nothing has no channels."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    timezone: str
    days: list[FunnelDay]
    totals: FunnelFigures


class SearchWord(Schema):
    query: str = Field(examples=["oolong"])
    searches: int
    in_vain: int = Field(description="Of them found nothing.")


class SearchReport(Schema):
    """What was searched for in vain, most often first. Of each day the 200 most frequent are kept."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    timezone: str
    words: list[SearchWord]
