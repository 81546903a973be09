"""HTTP operations for staff: turnover of stock and days of cover."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.asking import RangeOut
from functions.reports.files.pages import page_of
from functions.reports.model.days import days_between
from functions.reports.model.doing.turnover import Cover, Turned, turned
from functions.reports.rollups.schemas import DaysQuery
from functions.reports.store.forecast_items import demands
from functions.reports.store.level_items import levels_of
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

turnover_api = Api("reports")
MOST_DAYS = 92


class TurnoverQuery(DaysQuery):
    cover: Cover | None = Field(None, description="Only variants whose stock lasts so long.")
    limit: int = Field(100, ge=1, le=1_000)
    cursor: Annotated[str, StringConstraints(max_length=1_000)] | None = None


class TurnoverRow(Schema):
    """`sold`: pieces bought, also those that came back. `average`: pieces on hand over the nights of the range that were looked at; `left`:
    at the last of them. `turnover`: how often the average was sold. `days_of_cover`: how long `left` lasts if as many go a day."""

    variant_id: str = Field(examples=["var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    sold: int
    average: float
    left: int
    turnover: float | None
    days_of_cover: float | None
    cover: Cover

    @classmethod
    def of(cls, one: Turned) -> TurnoverRow:
        return cls(
            variant_id=one.variant_id, sold=one.sold, average=round(one.average, 2), left=one.left, turnover=one.turnover,
            days_of_cover=one.days_of_cover, cover=one.cover,
        )  # fmt: skip


class TurnoverTotals(Schema):
    variants: int
    sold: int
    left: int


class TurnoverReport(RangeOut):
    """`nights`: how many of the range were looked at. Of days that are not over yet nothing is told as sold. `totals` are over all rows."""

    nights: int
    data: list[TurnoverRow]
    totals: TurnoverTotals
    next_cursor: str | None = None


@turnover_api.operation(
    "GET", "/v1/admin/reports/turnover", summary="How fast stock is sold and how long it lasts", permission="reports.read",
    query=TurnoverQuery, response=TurnoverReport, scope=WHOLE_SHOP,
    errors=[(400, "invalid_cursor"), (422, "reversed_range"), (422, "range_too_long"), TOO_MANY], own_answers=FILES,
)  # fmt: skip
def get_turnover(req: Request[NoBody, TurnoverQuery]) -> Reply:
    """By variant, over at most 92 days of the store."""
    first, last = req.query.first, req.query.last
    days = days_between(first, last)
    if len(days) > MOST_DAYS:
        raise Invalid.field("/to", "range_too_long", f"At most {MOST_DAYS} days.")
    levels, sold = levels_of(first, last), Counter[str]()
    for demand in demands(first, last):
        sold.update(demand.units)
    found = [one for one in turned(levels, sold, len(days)) if req.query.cover in (None, one.cover)]
    rows = [TurnoverRow.of(one) for one in found]

    def page() -> TurnoverReport:
        asked = {"report": "turnover", **req.query.model_dump(mode="json", exclude={"cursor", "limit"})}
        some, cursor = page_of(rows, lambda row: [row.variant_id], asked, cursor=req.query.cursor, limit=req.query.limit)
        totals = TurnoverTotals(variants=len(rows), sold=sum(row.sold for row in rows), left=sum(row.left for row in rows))
        return TurnoverReport(
            start=str(first), end=str(last), timezone=settings().store_timezone, nights=len(levels), data=list(some), totals=totals,
            next_cursor=cursor,
        )  # fmt: skip

    return told(req, page, lambda: Table("turnover", list(TurnoverRow.model_fields), rows, lambda some: map(flat, some)))
