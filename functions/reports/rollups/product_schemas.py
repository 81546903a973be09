"""What reports of products, visitors and orders' times answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, StringConstraints

from functions.reports.rollups.schemas import DaysQuery
from functions.shared.http.validation import Schema


class _Range(Schema):
    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    timezone: str


class ProductsQuery(DaysQuery):
    show: Literal["all", "views_without_sales", "many_returns"] = Field(
        "all", description="Only products that many look at and nobody buys, or of which a fifth or more of what was sold came back."
    )
    limit: int = Field(100, ge=1, le=500, description="How many products, most viewed first.")
    cursor: Annotated[str, StringConstraints(max_length=1_000)] | None = None


class ProductFigures(Schema):
    views: int
    clicks: int
    carts: int = Field(description="How often it was put into a cart.")
    orders: int = Field(description="Paid ones.")
    sold: int = Field(description="Pieces, paid.")
    cancelled: int = Field(description="Pieces of paid orders that were cancelled.")
    returned: int = Field(description="Pieces that were paid back.")


class ProductHealth(ProductFigures):
    product_id: str = Field(examples=["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    cart_rate: float | None = Field(description="Carts by views; null without views.", examples=[0.12])
    return_rate: float | None = Field(description="Pieces paid back by pieces sold; null without sales.", examples=[0.05])


class ProductReport(_Range):
    """Of each day the 100 products that were viewed most and the 100 that sold most; `totals` are over all products."""

    products: list[ProductHealth]
    totals: ProductFigures
    next_cursor: str | None = None


class CohortMonth(Schema):
    month: str = Field(examples=["2026-02"])
    visitors: int
    ordered: int = Field(description="Of them paid an order on a day of that month they came.")


class Cohort(Schema):
    cohort: str = Field(description="The month they first came.", examples=["2026-01"])
    months: list[CohortMonth]


class LeavingReason(Schema):
    """Why people of the shop stopped, in the range: each counts on its own day; orders, pieces and payments as the sales report by `reason`
    has them."""

    reason: str | None = Field(
        description="A code, the option of a survey, or which advertising is wanted no more; null where none was told.",
        examples=["customer"],
    )
    cancelled_orders: int = Field(description="Paid ones.")
    units_back: int = Field(description="Pieces that were paid back.")
    failed_attempts: int = Field(description="Payments that were tried in vain.")
    survey_answers: int = Field(description="People who chose it where a question of a survey asks why they leave (`leaving`).")
    unsubscribes: int = Field(description="Kinds of advertising switched off, and consents to it taken back.")


class CohortReport(_Range):
    """Browsers that agreed to be counted, of 400 days. A person with two browsers is two, and one who cleared theirs is new. Texts that
    people write when they are asked stay with the survey (`/v1/admin/survey_forms/{id}/results`)."""

    counted: str | None = Field(description="The last day that is in it; null where nothing was counted yet.")
    cohorts: list[Cohort]
    reasons: list[LeavingReason] = Field(description="Beside the cohorts, not of them; most cancelled orders first. JSON alone.")


class TimesQuery(DaysQuery):
    by: Literal["warehouse"] | None = Field(None, description="A row for each warehouse that something of a state was in.")


class StateTime(Schema):
    state: str = Field(
        description="What began it: order.placed, order.paid, order.shipped, order.delivered; refund.requested; pick.requested, "
        "shipment.packed.",
        examples=["order.paid"],
    )
    warehouse_id: str | None = Field(None, description="By warehouse alone; empty where it is in none (order.placed) or none is known.")
    orders: int = Field(description="That left it that day: orders; of a refund's or a parcel's state, these.")
    median: int = Field(description="Seconds.")
    percentile_90: int | None = Field(None, description="Seconds; null for days that were counted before it was.")
    percentile_95: int = Field(description="Seconds.")


class StateDay(Schema):
    day: str
    states: list[StateTime]


class TimesReport(_Range):
    """How long orders were placed, paid, shipped, delivered until the next of these or until they were completed; refunds from when they
    were asked for until the money went; parcels from the request to pick them until they were closed, and from then until their carrier had
    them. A parcel counts in its own warehouse, an order (and its refund) in the one that was asked first. Refunds, parcels and warehouses
    are told of days that were counted since 0.3."""

    days: list[StateDay]


class ActiveDay(Schema):
    day: str
    of_day: int = Field(description="Browsers that came that day.")
    of_week: int = Field(description="In the seven days that end with it.")
    of_month: int = Field(description="In the thirty days that end with it.")


class ActivityReport(_Range):
    """Browsers that agreed to be counted. Finished days; without bots."""

    days: list[ActiveDay]
