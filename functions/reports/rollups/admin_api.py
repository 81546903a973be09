"""HTTP operations for staff: reports over counted days of the store."""

from __future__ import annotations

from collections import Counter
from typing import Any

from functions.reports.model.days import days_between, months_of
from functions.reports.rollups.schemas import DaysQuery, FunnelDay, FunnelFigures, FunnelReport, FunnelRow, SearchReport, SearchWord
from functions.reports.store.lake_items import counted_days
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain.settings import settings

rollups_api = Api("reports")
_WRONG = [(422, "reversed_range"), (422, "range_too_long")]
MOST_WORDS = 200


def _counted(report: str, query: DaysQuery) -> dict[str, list[dict[str, Any]]]:
    """Of every day of the range, also of those in which nothing happened."""
    days = days_between(query.first, query.last)
    known = {one.day: one.rows for one in counted_days(report, months_of(days), days[0], days[-1])}
    return {day: known.get(day, []) for day in days}


@rollups_api.operation(
    "GET", "/v1/admin/reports/funnel", summary="How far visits came", permission="reports.read", query=DaysQuery, response=FunnelReport,
    scope=WHOLE_SHOP, errors=_WRONG,
)  # fmt: skip
def get_funnel(req: Request[NoBody, DaysQuery]) -> Reply:
    """Views, carts, checkouts and payments by day of the store and channel, as of the last run of the schedule."""
    counted = _counted("funnel", req.query)
    sums = {name: sum(row[name] for rows in counted.values() for row in rows) for name in FunnelFigures.model_fields}
    report = FunnelReport(
        start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, totals=FunnelFigures(**sums),
        days=[FunnelDay(day=day, channels=[FunnelRow(**row) for row in rows]) for day, rows in counted.items()],
    )  # fmt: skip
    return Reply(report.model_dump_json(by_alias=True))


@rollups_api.operation(
    "GET", "/v1/admin/reports/search_words", summary="What was searched for in vain", permission="reports.read", query=DaysQuery,
    response=SearchReport, scope=WHOLE_SHOP, errors=_WRONG,
)  # fmt: skip
def get_search_words(req: Request[NoBody, DaysQuery]) -> Reply:
    """Over the whole range, at most 200."""
    searches, in_vain = Counter[str](), Counter[str]()
    for rows in _counted("search_words", req.query).values():
        for row in rows:
            searches[row["query"]] += row["searches"]
            in_vain[row["query"]] += row["in_vain"]
    order = sorted(in_vain, key=lambda query: (-in_vain[query], query))[:MOST_WORDS]
    words = [SearchWord(query=query, searches=searches[query], in_vain=in_vain[query]) for query in order]
    report = SearchReport(start=str(req.query.first), end=str(req.query.last), timezone=settings().store_timezone, words=words)
    return Reply(report.model_dump_json(by_alias=True))
