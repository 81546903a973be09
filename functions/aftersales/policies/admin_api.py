"""Return policies over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.policy import CaseRules
from functions.aftersales.policies.schemas import PoliciesIn, PoliciesOut
from functions.aftersales.policies.set_policies import set_policies
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.rules import case_rules
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

policies_api = Api("returns")


def _reply(rules: CaseRules, version: int) -> Reply:
    return Reply(PoliciesOut.of(rules, version), etag=str(version))


_document = Document("return_policies", _reply, lambda: _reply(*case_rules()))


@policies_api.operation(
    "GET", "/v1/admin/return_policies", summary="On which terms goods are taken back", permission="settings.read", response=PoliciesOut
)
def get_policies(_req: Request[Any, NoQuery]) -> Reply:
    return _reply(*case_rules())


@policies_api.operation(
    "PUT",
    "/v1/admin/return_policies",
    summary="Say on which terms goods are taken back",
    permission="settings.write",
    body=PoliciesIn,
    response=PoliciesOut,
    idempotent=AftersalesTable,
    headers=("If-Match",),
    errors=[(409, "version_conflict"), (422, "unknown_carrier"), (422, "waybill_required"), (422, "unknown_service")],
)
def put_policies(req: Request[PoliciesIn, NoQuery]) -> Reply:
    """For cases that are opened from now on; those that are open keep what was applied to them."""
    made = set_policies(req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req))
    return _reply(*made)


_document.restored_by(
    policies_api,
    put_policies,
    "/v1/admin/return_policies",
    body=PoliciesIn,
    response=PoliciesOut,
    permission="settings.write",
    idempotent=AftersalesTable,
    errors=[(422, "unknown_carrier"), (422, "waybill_required"), (422, "unknown_service")],
)
