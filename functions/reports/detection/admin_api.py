"""HTTP operations for staff: what is not as usual."""

from __future__ import annotations

from datetime import timedelta

from functions.reports.detection.resolve import resolve
from functions.reports.detection.schemas import FindingDetail, FindingOut, FindingOutcomeIn, FindingPage, FindingsQuery
from functions.reports.model.lake_row import start_of
from functions.reports.store.finding_items import Found, finding_of, findings, pulses
from functions.reports.store.records import ReportsTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

findings_api = Api("reports")
_PATH = "/v1/admin/reports/findings"
_MISSING = (404, "not_found")


@findings_api.operation(
    "GET", _PATH, summary="What is not as usual", permission="reports.read", query=FindingsQuery, response=FindingPage, scope=WHOLE_SHOP
)
def get_findings(req: Request[NoBody, FindingsQuery]) -> FindingPage:
    """Newest first. Each is told once for as long as it goes on."""
    return FindingPage.of(findings(req.query.state, req.query.limit, cursor=req.query.cursor))


@findings_api.operation(
    "GET", f"{_PATH}/{{id}}", summary="A finding with its chart", permission="reports.read", response=FindingDetail, scope=WHOLE_SHOP,
    errors=[_MISSING],
)  # fmt: skip
def get_finding(req: Request[NoBody, NoQuery]) -> FindingDetail:
    found = finding_of(req.path["id"])
    at = start_of(found.at)
    return FindingDetail.with_chart(found, list(pulses(at - timedelta(days=7), at)))


@findings_api.operation(
    "POST", f"{_PATH}/{{id}}/resolve", summary="Say what a finding was", permission="reports.write", body=FindingOutcomeIn,
    response=FindingOut,
    idempotent=ReportsTable, scope=WHOLE_SHOP, errors=[_MISSING, (409, "already_resolved")],
)  # fmt: skip
def post_resolve(req: Request[FindingOutcomeIn, NoQuery]) -> Reply:
    def render(found: Found) -> Reply:
        return Reply(FindingOut.of(found))

    return render(resolve(req.path["id"], req.body.outcome, req.caller.actor.id, remember=req.remembering(render)))
