"""HTTP operations for staff: which packs go to whom by mail."""

from __future__ import annotations

from functions.access import staff_contact
from functions.reports.model.report_mails import ReportMails
from functions.reports.packs.mail_schemas import ReportMailsModel, ReportMailsOut
from functions.reports.store.records import ReportsTable
from functions.reports.store.report_mails import change_mails, kept_mails
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Invalid

mails_api = Api("reports")
_PATH = "/v1/admin/report_mails"


@mails_api.operation(
    "GET", _PATH, summary="Packs by mail", permission="reports.read", response=ReportMailsOut, scope=WHOLE_SHOP
)  # fmt: skip
def read_mails(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_mails())


@mails_api.operation(
    "PUT", _PATH, summary="Set packs by mail", permission="reports.write", body=ReportMailsModel, response=ReportMailsOut,
    idempotent=ReportsTable, errors=[(409, "version_conflict"), (422, "not_staff")], headers=("If-Match",), scope=WHOLE_SHOP,
)  # fmt: skip
def put_mails(req: Request[ReportMailsModel, NoQuery]) -> Reply:
    """A new one is sent for the period that ended last."""
    lists = {f"/mails/{number}/recipients": mail.recipients for number, mail in enumerate(req.body.mails)}
    for pointer, people in {**lists, "/findings": req.body.findings}.items():
        for place, person in enumerate(people):
            if staff_contact(person) is None:
                raise Invalid.field(f"{pointer}/{place}", "not_staff", "Reports go to people who work here.")
    wanted = ReportMails([one.mail() for one in req.body.mails], req.body.findings)
    return _reply(*change_mails(lambda _: wanted, if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(kept: ReportMails, version: int) -> Reply:
    return Reply(ReportMailsOut.of(kept, version), etag=str(version))


_document = Document("report_mails", _reply, lambda: _reply(*kept_mails()))
_document.restored_by(
    mails_api, put_mails, _PATH, body=ReportMailsModel, response=ReportMailsOut, permission="reports.write", idempotent=ReportsTable,
    errors=[(422, "not_staff")],
)  # fmt: skip
