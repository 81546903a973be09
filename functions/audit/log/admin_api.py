"""The audit log, for whoever may read it."""

from __future__ import annotations

from functions.audit.log.find_rows import Wanted, rows_page
from functions.audit.log.schemas import AuditPage, AuditQuery
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Request

audit_api = Api("audit")


@audit_api.operation(
    "GET", "/v1/admin/audit_log", summary="Who did what", permission="audit.read", query=AuditQuery, response=AuditPage, scope=WHOLE_SHOP
)
def get_audit_log(req: Request[NoBody, AuditQuery]) -> AuditPage:
    """Newest first. A row stands here some seconds after what it tells of. A page may have fewer rows than asked for and more behind it."""
    asked = req.query
    wanted = Wanted(asked.actor, asked.subject, asked.action, asked.q, asked.from_, asked.to)
    return AuditPage.of(rows_page(wanted, limit=asked.limit, cursor=asked.cursor))
