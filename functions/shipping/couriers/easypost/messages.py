"""What EasyPost says of a parcel: its tracker, always with all details; weights in ounces."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.plain.tracking import TraceEvent
from functions.shipping.couriers.easypost.statuses import status_of

GRAMS_IN_AN_OUNCE = 28.349523125
Code = Annotated[str, StringConstraints(max_length=64)]


class _Message(BaseModel):
    # A courier may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Place(_Message):
    city: str | None = None
    state: str | None = None
    country: str | None = None


class _Detail(_Message):
    message: str | None = None
    status: Code
    status_detail: Code | None = None
    datetime: str
    tracking_location: _Place | None = None

    def event(self) -> TraceEvent:
        """Raises Invalid."""
        try:
            at = times.iso(times.bounded(times.parse(self.datetime)))
        except ValueError as error:
            raise Invalid("A time of the message cannot be read.", code="invalid_time") from error
        detail = self.status_detail or ""
        code = f"{self.status}/{detail}" if detail else self.status
        place = self.tracking_location or _Place()
        where = ", ".join(filter(None, (place.city, place.state, place.country)))
        return TraceEvent(at, status_of(self.status, detail), (self.message or "")[:500], where[:500], code)


class Tracker(_Message):
    tracking_code: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    carrier: Code | None = None
    est_delivery_date: str | None = None
    weight: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    tracking_details: list[_Detail] = Field([], max_length=500)

    @property
    def eta(self) -> str:
        """A day at the destination, as it stands there."""
        return (self.est_delivery_date or "")[:10]

    @property
    def weighed_g(self) -> int | None:
        return round(self.weight * GRAMS_IN_AN_OUNCE) if self.weight else None

    def events(self) -> list[TraceEvent]:
        return [one.event() for one in self.tracking_details]


class Event(_Message):
    id: Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
    description: Code
    result: dict[str, Any]
