"""HTTP operations for staff: reports over counted days of the store."""

from __future__ import annotations

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.rollups import figures
from functions.reports.rollups.figures import words_in_vain
from functions.reports.rollups.schemas import DaysQuery, FunnelDay, FunnelFigures, FunnelReport, FunnelRow, SearchReport, SearchWord
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain.settings import settings

rollups_api = Api("reports")
_WRONG = [(422, "reversed_range"), (422, "range_too_long"), TOO_MANY]


@rollups_api.operation(
    "GET", "/v1/admin/reports/funnel", summary="How far visits came", permission="reports.read", query=DaysQuery, response=FunnelReport,
    scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_funnel(req: Request[NoBody, DaysQuery]) -> Reply:
    """Views, carts, checkouts and payments by day of the store and channel, as of the last run of the schedule."""
    found = figures.counted("funnel", req.query.first, req.query.last)
    sums = {name: sum(row[name] for rows in found.values() for row in rows) for name in FunnelFigures.model_fields}
    report = FunnelReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, totals=FunnelFigures(**sums),
        days=[FunnelDay(day=day, channels=[FunnelRow(**row) for row in rows]) for day, rows in found.items()],
    )  # fmt: skip
    # A day with nothing is a row of zeros, as in every report.
    nothing = FunnelRow(channel="", visitors=0, **dict.fromkeys(FunnelFigures.model_fields, 0))
    rows = [(one.day, row) for one in report.days for row in one.channels or [nothing]]
    head = ["day", *FunnelRow.model_fields]
    return told(req, lambda: report, lambda: Table("funnel", head, rows, lambda some: ([day, *flat(row)] for day, row in some)))


@rollups_api.operation(
    "GET", "/v1/admin/reports/search_words", summary="What was searched for in vain", permission="reports.read", query=DaysQuery,
    response=SearchReport, scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_search_words(req: Request[NoBody, DaysQuery]) -> Reply:
    """Over the whole range, at most 200."""
    words = [SearchWord(**row) for row in words_in_vain(req.query.first, req.query.last)]
    report = SearchReport(start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, words=words)
    return told(req, lambda: report, lambda: Table("search_words", list(SearchWord.model_fields), words, lambda some: map(flat, some)))
