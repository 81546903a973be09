"""The rules about when messages go, over HTTP."""

from __future__ import annotations

from functions.notifications.model.rules import Rules
from functions.notifications.rules.schemas import MessageRulesModel, MessageRulesOut, rules_view
from functions.notifications.store.records import NotificationsTable
from functions.notifications.store.rules import change_rules, kept_rules
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

rules_api = Api("settings")
_PATH = "/v1/admin/message_rules"


@rules_api.operation("GET", _PATH, summary="When messages go", permission="settings.read", response=MessageRulesOut)
def read_rules(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_rules())


@rules_api.operation(
    "PUT", _PATH, summary="Set when messages go", permission="settings.write", body=MessageRulesModel, response=MessageRulesOut,
    idempotent=NotificationsTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_rules(req: Request[MessageRulesModel, NoQuery]) -> Reply:
    """Used within a minute. What is held already is looked at again when its time comes, by the rules of then."""
    return _reply(*change_rules(lambda _: req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(rules: Rules, version: int) -> Reply:
    return Reply(rules_view(rules, version), etag=str(version))


_document = Document("message_rules", _reply, lambda: _reply(*kept_rules()))
_document.restored_by(
    rules_api, put_rules, _PATH, body=MessageRulesModel, response=MessageRulesOut, permission="settings.write",
    idempotent=NotificationsTable,
)  # fmt: skip
