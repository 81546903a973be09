"""The programme as staff set it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.loyalty.model.programme import Gift, Programme, Rate
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Currency, Schema

MOST_GIFTS = 200
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


class PointsGift(Schema):
    variant_id: Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}$")] = Field(
        examples=["var_01JD0000000000000000000000"]
    )
    points: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)] = Field(description="Of a piece.", examples=[500])
    most: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = Field(
        default=None, description="Pieces that a customer may have in all, less what they gave back; null: as many as they like."
    )


def _one_gift_each(gifts: list[PointsGift]) -> list[PointsGift]:
    if len({one.variant_id for one in gifts}) < len(gifts):
        raise ValueError("each variant once")
    return gifts


Gifts = Annotated[list[PointsGift], Field(max_length=MOST_GIFTS), AfterValidator(_one_gift_each)]


class PointsProgrammeIn(Versioned):
    """Changing it recomputes nothing: an order keeps the rate that it was paid under, and points the end that they have."""

    enabled: bool = Field(False, description="While it is off, orders bring no points and carts take none; those there are stay and end.")
    earned: Rates = Field(default_factory=list, description="`points` for each full `amount` that the goods of an order cost.")
    spent: Rates = Field(default_factory=list, description="`points` take `amount` off.")
    most_percent: int = Field(50, strict=True, ge=0, le=100, description="Of what the goods of an order cost, points take off so much.")
    pending_days: int = Field(14, strict=True, ge=0, le=365, description="After an order is completed, until its points can be used.")
    valid_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(365, description="From then on; null: for ever.")
    notice_days: int = Field(14, strict=True, ge=0, le=90, description="Before points end, their owner is told; 0: they are not.")

    gifts: Gifts = Field(default_factory=list, description="What is bought with points alone; nobody buys any while it is off.")

    def programme(self) -> Programme:
        gifts = [Gift(one.variant_id, one.points, one.most) for one in self.gifts]
        earned, spent = rates(self.earned), rates(self.spent)
        return Programme(self.enabled, earned, spent, self.most_percent, self.pending_days, self.valid_days, self.notice_days, gifts)


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
        gifts=[PointsGift(variant_id=gift.variant_id, points=gift.points, most=gift.most) for gift in one.gifts],
        version=version,
    )


def rates(rates: list[PointsRate]) -> list[Rate]:
    return [Rate(one.currency, one.points, one.amount) for one in rates]


def rates_shown(rates: list[Rate]) -> list[PointsRate]:
    return [PointsRate(currency=one.currency, points=one.points, amount=one.amount) for one in rates]
