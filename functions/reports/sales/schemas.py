"""What the report endpoints take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from functions.reports.model.rollup import Dimension, Figures, Grain, PeriodRow
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain.money import Money

Moment = Annotated[str, StringConstraints(min_length=10, max_length=40)]


class SalesQuery(Schema):
    start: Moment = Field(alias="from", description="A date of the time zone, or a time.", examples=["2025-01-01"])
    end: Moment = Field(alias="to", description="A date (included), or a time (excluded).", examples=["2025-01-31"])
    grain: Grain = Grain.DAY
    by: Dimension = Dimension.NONE
    timezone: Annotated[str, StringConstraints(max_length=64)] | None = Field(None, description="The store's, unless given.")


class FiguresOut(Schema):
    """`net` is revenue less what was cancelled after payment."""

    orders: int
    units: int
    subtotal: MoneyModel
    discount: MoneyModel
    shipping: MoneyModel
    tax: MoneyModel
    revenue: MoneyModel
    cancelled_orders: int
    cancelled: MoneyModel
    net: MoneyModel


class SalesRow(FiguresOut):
    period: str = Field(description="Of the time zone's own calendar.", examples=["2025-01-31"])
    start: str
    key: str | None = Field(description="The product, category, channel or coupon; null for none.")


class SalesReport(Schema):
    """Periods without sales are left out; `totals` has one entry per currency."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-02-01"])
    grain: Grain
    by: Dimension
    timezone: str
    data: list[SalesRow]
    totals: list[FiguresOut]


def figures_fields(figures: Figures, currency: str) -> dict[str, object]:
    def money(amount: int) -> MoneyModel:
        return MoneyModel.of(Money(amount, currency))

    return {
        "orders": figures.orders,
        "units": figures.units,
        "subtotal": money(figures.subtotal),
        "discount": money(figures.discount),
        "shipping": money(figures.shipping),
        "tax": money(figures.tax),
        "revenue": money(figures.revenue),
        "cancelled_orders": figures.cancelled_orders,
        "cancelled": money(figures.cancelled),
        "net": money(figures.revenue - figures.cancelled),
    }


def sales_row(row: PeriodRow) -> SalesRow:
    return SalesRow(**figures_fields(row.figures, row.currency), period=row.period, start=row.start, key=row.key or None)
