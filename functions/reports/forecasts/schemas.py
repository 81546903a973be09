"""What is said of the next two weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.reports.model.forecast.forecast import Ahead
from functions.reports.store.forecast_items import Event, Made
from functions.shared.http.moments import DayText
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page


class Interval(Schema):
    """Four of five times what comes lies from `low` to `high`, both included."""

    low: int
    expected: float
    high: int

    @classmethod
    def of(cls, triple: tuple[int, float, int]) -> Interval:
        return cls(low=triple[0], expected=triple[1], high=triple[2])


class HourAhead(Interval):
    hour: int = Field(description="Of the clock of the store; a doubled hour counts once, one that is left out is there all the same.")


class DayAhead(Interval):
    day: str = Field(examples=["2026-01-31"])


class DayOfHours(Schema):
    day: str = Field(examples=["2026-01-31"])
    hours: list[HourAhead]


class ForecastOut(Schema):
    """Orders of each hour of 14 days. What the errors are of: the last 14 days, forecast without knowing them. `error` is Σ|miss| / Σ sold
    over variants and days; `naive_error` the same of "as many as on that weekday a week before"."""

    made_at: str
    first: str = Field(description="The first day that was not known.", examples=["2026-01-31"])
    timezone: str
    variants: int = Field(description="How many have a forecast of their own.")
    error: float | None
    naive_error: float | None
    inside: float | None = Field(description="Which part of variants' days lay inside their intervals; 0.8 is meant.")
    hours_inside: float | None
    days: list[DayOfHours]

    @classmethod
    def of(cls, made: Made, timezone: str) -> ForecastOut:
        days = [
            DayOfHours(day=day, hours=[HourAhead(hour=hour, low=one[0], expected=one[1], high=one[2]) for hour, one in enumerate(hours)])
            for day, hours in zip(_days(made.first, len(made.hours)), made.hours, strict=True)
        ]
        return cls(
            made_at=made.made_at, first=made.first, timezone=timezone, variants=made.variants, error=made.error,
            naive_error=made.naive_error, inside=made.inside, hours_inside=made.hours_inside, days=days,
        )  # fmt: skip


class VariantAhead(Schema):
    variant_id: str
    basis: Literal["own", "young", "none"] = Field(
        description="`own`: from its own sales; `young`: sold for less than four weeks, nearer to what others sell; `none`: not sold."
    )
    total: Interval = Field(description="Pieces over all days.")
    enough: int = Field(description="Pieces that are enough in nine of ten such fortnights.")
    on_hand: int | None = Field(description="Pieces at the last nightly look at stock; null where there was none in three nights.")
    to_order: int | None = Field(description="What is missing from `enough`; null where nobody knows what lies there.")
    sold_out_days: int = Field(description="Days of the past that say nothing, since there was none to sell or nothing was counted.")
    days: list[DayAhead]

    @classmethod
    def of(cls, one: Ahead, first: str, on_hand: int | None) -> VariantAhead:
        days = [
            DayAhead(day=day, low=low, expected=expected, high=high)
            for day, (low, expected, high) in zip(_days(first, len(one.days)), one.days, strict=True)
        ]
        return cls.model_validate({
            "variant_id": one.variant_id, "basis": one.basis, "total": Interval.of(one.total), "enough": one.enough, "on_hand": on_hand,
            "to_order": None if on_hand is None else max(0, one.enough - on_hand), "sold_out_days": one.unknown_days, "days": days,
        })  # fmt: skip


class VariantPage(Schema):
    data: list[VariantAhead]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Ahead], first: str, on_hand: Mapping[str, int]) -> VariantPage:
        return cls(data=[VariantAhead.of(one, first, on_hand.get(one.variant_id)) for one in page.data], next_cursor=page.next_cursor)


EventName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), Field(examples=["singles-day"])]


class EventIn(Schema):
    """Days on which more is bought, or less, and why. One that has its name's earlier days brings what they brought."""

    name: EventName
    first: DayText = Field(examples=["2026-11-09"])
    last: DayText = Field(description="Included; at most 31 days after the first.", examples=["2026-11-11"])


class EventOut(EventIn):
    id: str = Field(examples=["2026-11-09_singles-day"])

    @classmethod
    def of(cls, event: Event) -> EventOut:
        return cls(id=event.id, name=event.name, first=event.first, last=event.last)


class EventPage(Schema):
    data: list[EventOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Event]) -> EventPage:
        return cls(data=[EventOut.of(one) for one in page.data], next_cursor=page.next_cursor)


def _days(first: str, count: int) -> list[str]:
    begin = date.fromisoformat(first)
    return [(begin + timedelta(days=number)).isoformat() for number in range(count)]
