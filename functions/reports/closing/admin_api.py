"""HTTP operations for staff: days of the store that are closed."""

from __future__ import annotations

from datetime import date

from functions.reports.closing.schemas import ClosedQuery, Correction, StoreDay, StoreDayDetail, StoreDays
from functions.reports.closing.sign import is_signed
from functions.reports.model.cells import days_around
from functions.reports.model.closed_day import ClosedDay
from functions.reports.model.days import days_between
from functions.reports.model.measures import MEASURES
from functions.reports.sales.schemas import figures_fields, figures_out
from functions.reports.store.cells import counted_days, files_of
from functions.reports.store.cells_base import ask
from functions.reports.store.records import ReportsTable, closed_key
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import find

closing_api = Api("reports")


@closing_api.operation(
    "GET", "/v1/admin/reports/store_days", summary="Days of the store and whether they are closed", permission="reports.read",
    query=ClosedQuery, response=StoreDays, scope=WHOLE_SHOP, errors=[(422, "reversed_range"), (422, "range_too_long")],
)  # fmt: skip
def get_store_days(req: Request[NoBody, ClosedQuery]) -> StoreDays:
    """What each closed day came to, signed."""
    first, last = req.query.first.isoformat(), req.query.last.isoformat()
    days = days_between(req.query.first, req.query.last)
    items: dict[str, ReportsTable] = {}
    for year in range(int(first[:4]), int(last[:4]) + 1):
        query = ReportsTable.query(f"CLOSED#{year}", ReportsTable.sk.between(first, last))
        items |= {item.sk: item for item in query}
    return StoreDays(start=first, end=last, days=[_day(day, items.get(day)) for day in days])


@closing_api.operation(
    "GET", "/v1/admin/reports/store_days/{day}", summary="A day of the store", permission="reports.read", response=StoreDayDetail,
    scope=WHOLE_SHOP, errors=[(422, "invalid_time")],
)  # fmt: skip
def get_store_day(req: Request[NoBody, NoQuery]) -> StoreDayDetail:
    """Whether it is as it was signed, and what came too late for it."""
    try:
        day = times.bounded_day(date.fromisoformat(req.path["day"])).isoformat()
    except ValueError as error:
        raise Invalid("Send a date such as 2026-01-31, from 1970-01-01 to 2200-01-01.", code="invalid_time") from error
    item = find(ReportsTable, *closed_key(day))
    closed = load(ClosedDay, item.body) if item is not None and item.body else None
    return StoreDayDetail(**dict(_day(day, item)), is_valid=is_signed(closed) if closed else None, corrections=_corrections(day))


def _day(day: str, item: ReportsTable | None) -> StoreDay:
    if item is None or not item.body:
        return StoreDay(day=day, state="open" if item is None else "closing", figures=[])
    closed = load(ClosedDay, item.body)
    figures = [figures_out(sums, currency, sums.get("orders", 0)) for currency, sums in closed.figures.items()]
    return StoreDay(
        day=day, state="closed", closed_at=closed.closed_at, figures=figures, signed=closed.text.decode(), signature=closed.signature
    )


def _corrections(day: str) -> list[Correction]:
    around = days_around(day)
    files = files_of([one for one in counted_days(around[0], around[-1]) if one.rows])
    sums = ", ".join(f'CAST(sum("{name}") AS BIGINT)' for name in MEASURES)
    sql = f'SELECT "day", currency, {sums} FROM cells WHERE late_of = $of GROUP BY "day", currency ORDER BY "day", currency'  # noqa: S608
    found = []
    for booked_on, currency, *amounts in ask(sql, files, values={"of": day}):
        known = {name: int(amount) for name, amount in zip(MEASURES, amounts, strict=True)}
        found.append(Correction(booked_on=booked_on, **figures_fields(known, currency, known["orders"])))
    return found
