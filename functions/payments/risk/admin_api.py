"""The rules of risk over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.payments.risk.dry_run import dry_run
from functions.payments.risk.schemas import DryRun, DryRunView, RiskSettingsModel, RiskSettingsView
from functions.payments.store.records import PaymentsTable
from functions.payments.store.risk_settings import KeptRisk, change_risk, kept_risk
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

risk_api = Api("payments")
_PATH = "/v1/admin/risk_settings"


def _reply(kept: KeptRisk) -> Reply:
    return Reply(RiskSettingsView.of(kept), etag=str(kept.version))


_document = Document("risk", _reply, lambda: _reply(kept_risk()))


@risk_api.operation("GET", _PATH, summary="The rules of risk", permission="settings.read", response=RiskSettingsView)
def show_risk(_req: Request[Any, NoQuery]) -> Reply:
    return _reply(kept_risk())


@risk_api.operation(
    "PUT", _PATH, summary="Change the rules of risk", permission="settings.write", body=RiskSettingsModel, response=RiskSettingsView,
    idempotent=PaymentsTable, errors=[(409, "version_conflict")],
)  # fmt: skip
def write_risk(req: Request[RiskSettingsModel, NoQuery]) -> Reply:
    """For payments that begin from now on."""
    wanted = req.body.settings()
    return _reply(change_risk(lambda _: wanted, if_match=req.if_match(), remember=_document.remembering(req)))


@risk_api.operation(
    "POST", _PATH + "/dry_run", summary="What rules of risk would have said of the last payments", permission="orders.review", body=DryRun,
    response=DryRunView,
)  # fmt: skip
def try_risk(req: Request[DryRun, NoQuery]) -> DryRunView:
    """Nothing is changed by it."""
    return DryRunView.of(dry_run(req.body.settings.settings() if req.body.settings else kept_risk().settings, req.body.last))


_document.restored_by(
    risk_api, write_risk, _PATH, body=RiskSettingsModel, response=RiskSettingsView, permission="settings.write", idempotent=PaymentsTable
)
