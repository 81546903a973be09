"""How satisfied people are, for staff."""

from __future__ import annotations

from typing import Any

from functions.aftersales.surveys.satisfaction import satisfaction, total
from functions.aftersales.surveys.schemas import SatisfactionQuery, SatisfactionReport, SatisfactionRowOut
from functions.shared.http.operation import Api, Request
from functions.shared.http.periods import period

surveys_admin_api = Api("surveys")
_MOST_DAYS = 366


@surveys_admin_api.operation(
    "GET", "/v1/admin/reports/satisfaction", summary="How satisfied people are with what was put right", permission="reports.read",
    query=SatisfactionQuery, response=SatisfactionReport, errors=[(422, "invalid_date"), (422, "invalid_period")],
)  # fmt: skip
def get_satisfaction(req: Request[Any, SatisfactionQuery]) -> SatisfactionReport:
    """The scores of the surveys that were answered in the time, each counted once, under who decided, whose goods they were, or why."""
    start, end = period(req.query.from_, req.query.to, most_days=_MOST_DAYS)
    rows = satisfaction(start, end, req.query.by)
    return SatisfactionReport(by=req.query.by, data=[SatisfactionRowOut.of(row) for row in rows], total=SatisfactionRowOut.of(total(rows)))
