"""HTTP operations for staff: events that were set aside, and what became of all that was received."""

from __future__ import annotations

import json

from functions.reports.model.days import days_between
from functions.reports.quality.replay import lines_of, replay
from functions.reports.quality.schemas import AsideDetail, AsideOut, AsidePage, QualityDay, QualityReport
from functions.reports.rollups.schemas import DaysQuery
from functions.reports.store.lake_items import Aside, arrivals, aside_of, asides
from functions.reports.store.records import ReportsTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

quality_api = Api("reports")
_PATH = "/v1/admin/reports/quarantine"
_MISSING, _GONE = (404, "not_found"), (409, "file_gone")


@quality_api.operation(
    "GET", _PATH, summary="Events that were set aside", permission="reports.read", query=PageQuery, response=AsidePage, scope=WHOLE_SHOP
)
def get_quarantine(req: Request[NoBody, PageQuery]) -> AsidePage:
    """By batch, newest first; they go after 30 days."""
    return AsidePage.of(asides(limit=req.query.limit, cursor=req.query.cursor))


@quality_api.operation(
    "GET", f"{_PATH}/{{id}}", summary="A batch with events that were set aside", permission="reports.read", response=AsideDetail,
    scope=WHOLE_SHOP, errors=[_MISSING, _GONE],
)  # fmt: skip
def get_aside(req: Request[NoBody, NoQuery]) -> Reply:
    aside = aside_of(req.path["id"])
    # Halves of characters, which no answer can have, are shown as `?`. By the standard library: models cannot write what nests as deep as
    # batches may that came before `too_deep` was refused.
    shown = json.dumps({**AsideOut.of(aside).model_dump(), "content": lines_of(aside)}, ensure_ascii=False)
    return Reply(shown.encode(errors="replace"))


@quality_api.operation(
    "POST", f"{_PATH}/{{id}}/replay", summary="Try events again that were set aside", permission="reports.write", response=AsideOut,
    idempotent=ReportsTable, scope=WHOLE_SHOP, errors=[_MISSING, _GONE],
)  # fmt: skip
def post_replay(req: Request[NoBody, NoQuery]) -> Reply:
    """After what was wrong was repaired. What is taken in now counts from the next run of the schedule on."""

    def render(aside: Aside) -> Reply:
        return Reply(AsideOut.of(aside))

    return render(replay(req.path["id"], remember=req.remembering(render)))


@quality_api.operation(
    "GET", "/v1/admin/reports/data_quality", summary="What became of the events received", permission="reports.read", query=DaysQuery,
    response=QualityReport, scope=WHOLE_SHOP, errors=[(422, "reversed_range"), (422, "range_too_long")],
)  # fmt: skip
def get_data_quality(req: Request[NoBody, DaysQuery]) -> Reply:
    first, last = req.query.first, req.query.last
    found = arrivals(f"{first}T00", f"{last}T23")
    days = [QualityDay.of(day, [one for one in found if one.hour.startswith(day)]) for day in days_between(first, last)]
    return Reply(QualityReport(start=str(first), end=str(last), days=days).model_dump_json(by_alias=True))
