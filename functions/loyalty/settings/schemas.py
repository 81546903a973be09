"""The programme as staff set it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from functions.loyalty.model.programme import Programme, Rate
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Currency, Schema

Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class PointsRate(Schema):
    currency: Currency = Field(examples=["CNY"])
    points: Count = Field(examples=[1])
    amount: Count = Field(description="Minor units.", examples=[100])


def _one_each(rates: list[PointsRate]) -> list[PointsRate]:
    if len({one.currency for one in rates}) < len(rates):
        raise ValueError("each currency once")
    return rates


Rates = Annotated[list[PointsRate], Field(max_length=50), AfterValidator(_one_each)]


class PointsProgrammeIn(Versioned):
    """Changing it recomputes nothing: an order keeps the rate that it was paid under, and points the end that they have."""

    enabled: bool = Field(False, description="While it is off, orders bring no points and carts take none; those there are stay and end.")
    earned: Rates = Field(default_factory=list, description="`points` for each full `amount` that the goods of an order cost.")
    spent: Rates = Field(default_factory=list, description="`points` take `amount` off.")
    most_percent: int = Field(50, strict=True, ge=0, le=100, description="Of what the goods of an order cost, points take off so much.")
    pending_days: int = Field(14, strict=True, ge=0, le=365, description="After an order is completed, until its points can be used.")
    valid_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(365, description="From then on; null: for ever.")
    notice_days: int = Field(14, strict=True, ge=0, le=90, description="Before points end, their owner is told; 0: they are not.")

    def programme(self) -> Programme:
        return Programme(
            self.enabled, rates(self.earned), rates(self.spent), self.most_percent, self.pending_days, self.valid_days, self.notice_days
        )


class PointsProgrammeOut(PointsProgrammeIn):
    version: int


def programme_view(one: Programme, version: int) -> PointsProgrammeOut:
    return PointsProgrammeOut(
        enabled=one.enabled,
        earned=rates_shown(one.earned),
        spent=rates_shown(one.spent),
        most_percent=one.most_percent,
        pending_days=one.pending_days,
        valid_days=one.valid_days,
        notice_days=one.notice_days,
        version=version,
    )


def rates(rates: list[PointsRate]) -> list[Rate]:
    return [Rate(one.currency, one.points, one.amount) for one in rates]


def rates_shown(rates: list[Rate]) -> list[PointsRate]:
    return [PointsRate(currency=one.currency, points=one.points, amount=one.amount) for one in rates]
