"""HTTP operations for staff: products, visitors and orders' times, from the lake."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.pages import page_of
from functions.reports.model.asked import span_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.periods import Grain
from functions.reports.rollups.figures import Figures, counted, latest, products
from functions.reports.rollups.product_schemas import (
    ActiveDay,
    ActivityReport,
    Cohort,
    CohortMonth,
    CohortReport,
    LeavingReason,
    ProductFigures,
    ProductHealth,
    ProductReport,
    ProductsQuery,
    StateDay,
    StateTime,
    TimesQuery,
    TimesReport,
)
from functions.reports.rollups.schemas import DaysQuery
from functions.reports.sales.figures import figures
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain.settings import settings

product_api = Api("reports")
_WRONG = [(422, "reversed_range"), (422, "range_too_long"), TOO_MANY]
MANY_RETURNS, FEW_VIEWS = 0.2, 20
_PATH = "/v1/admin/reports"
_OF_BOOKS, _OF_LAKE = ("cancelled_orders", "units_back", "failed_attempts"), ("survey_answers", "unsubscribes")


@product_api.operation(
    "GET", f"{_PATH}/product_health", summary="How products do", permission="reports.read", query=ProductsQuery, response=ProductReport,
    scope=WHOLE_SHOP, errors=[*_WRONG, (400, "invalid_cursor")], own_answers=FILES,
)  # fmt: skip
def get_product_health(req: Request[NoBody, ProductsQuery]) -> Reply:
    """Views, carts, sales and returns by product, most viewed first. A return counts on its own day."""
    found, whole = products(req.query.first, req.query.last)
    fitting = [(product, figures) for product, figures in found.items() if _is_shown(figures, req.query.show)]
    shown = sorted(fitting, key=_place)
    name = {"report": "product_health", **req.query.model_dump(mode="json", exclude={"cursor", "limit"})}
    some, cursor = page_of(shown, _place, name, cursor=req.query.cursor, limit=req.query.limit)
    said = ProductReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, products=list(map(_health, some)),
        totals=ProductFigures(**whole._asdict()), next_cursor=cursor,
    )  # fmt: skip
    head = list(ProductHealth.model_fields)
    return told(req, lambda: said, lambda: Table("product_health", head, shown, lambda some: map(flat, map(_health, some))))


def _place(one: tuple[str, Figures]) -> list[Any]:
    return [-one[1].views, -one[1].sold, one[0]]


def _health(one: tuple[str, Figures]) -> ProductHealth:
    product, figures = one
    views, sold = figures.views, figures.sold
    return ProductHealth(
        product_id=product,
        **figures._asdict(),
        cart_rate=round(figures.carts / views, 4) if views else None,
        return_rate=round(figures.returned / sold, 4) if sold else None,
    )


def _is_shown(figures: Figures, show: str) -> bool:
    if show == "views_without_sales":
        return figures.views >= FEW_VIEWS and figures.sold == 0
    return show == "all" or figures.returned >= MANY_RETURNS * max(1, figures.sold)


@product_api.operation(
    "GET", f"{_PATH}/cohorts", summary="Who came again", permission="reports.read", query=DaysQuery, response=CohortReport,
    scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_cohorts(req: Request[NoBody, DaysQuery]) -> Reply:
    """Of browsers that first came in the months of the range, as of the last day of it that was counted."""
    day, rows = latest("cohorts", req.query.first, req.query.last)
    cohorts: dict[str, list[CohortMonth]] = {}
    for row in rows:
        if row["cohort"] >= str(req.query.first)[:7]:
            month = CohortMonth(month=row["month"], visitors=row["visitors"], ordered=row["ordered"])
            cohorts.setdefault(row["cohort"], []).append(month)
    said = CohortReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, counted=day or None,
        cohorts=[Cohort(cohort=name, months=months) for name, months in cohorts.items()],
        reasons=_reasons(req.query.first, req.query.last),
    )  # fmt: skip
    table = [(one.cohort, month) for one in said.cohorts for month in one.months]
    head = ["cohort", *CohortMonth.model_fields]
    return told(req, lambda: said, lambda: Table("cohorts", head, table, lambda some: ([name, *flat(month)] for name, month in some)))


def _reasons(first: date, last: date) -> list[LeavingReason]:
    """By the books, of all currencies; what people said themselves, as the lake counted it."""
    span = span_of(str(first), str(last), Grain.MONTH, asked_zone=None, store_zone=settings().store_timezone)
    sums = defaultdict[str, Counter[str]](Counter)
    for row in figures(span, (Dimension.REASON,)):
        sums[row.keys[0]].update({name: row.sums.get(name, 0) for name in _OF_BOOKS})
    for rows in counted("leaving", first, last).values():
        for of_day in rows:
            sums[of_day["reason"]].update({name: of_day[name] for name in _OF_LAKE})
    names = (*_OF_BOOKS, *_OF_LAKE)
    found = [
        LeavingReason(reason=reason or None, **{name: counts[name] for name in names})
        for reason, counts in sums.items()
        if any(counts.values())
    ]
    return sorted(found, key=lambda one: (*(-getattr(one, name) for name in names), one.reason or ""))


@product_api.operation(
    "GET", f"{_PATH}/process_times", summary="How long orders take", permission="reports.read", query=TimesQuery, response=TimesReport,
    scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_process_times(req: Request[NoBody, TimesQuery]) -> Reply:
    """By the day on which orders left a state; days that are over."""
    days = counted("warehouse_times" if req.query.by else "process_times", req.query.first, req.query.last)
    said = TimesReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone,
        days=[StateDay(day=day, states=[StateTime(**row) for row in rows]) for day, rows in days.items()],
    )  # fmt: skip
    rows = [(one.day, state) for one in said.days for state in one.states]
    head = ["day", *StateTime.model_fields]
    return told(req, lambda: said, lambda: Table("process_times", head, rows, lambda some: ([day, *flat(state)] for day, state in some)))


@product_api.operation(
    "GET", f"{_PATH}/activity", summary="How many come", permission="reports.read", query=DaysQuery, response=ActivityReport,
    scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_activity(req: Request[NoBody, DaysQuery]) -> Reply:
    """Visitors of each day, and of the week and the month that end with it."""
    days = counted("activity", req.query.first, req.query.last)
    none = {"of_day": 0, "of_week": 0, "of_month": 0}
    said = ActivityReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone,
        days=[ActiveDay(day=day, **(rows[0] if rows else none)) for day, rows in days.items()],
    )  # fmt: skip
    return told(req, lambda: said, lambda: Table("activity", list(ActiveDay.model_fields), said.days, lambda some: map(flat, some)))
