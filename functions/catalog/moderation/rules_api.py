"""What texts of shoppers are held to, over HTTP."""

from __future__ import annotations

from dataclasses import asdict

from functions.catalog.checking.rules import ModerationRules
from functions.catalog.checking.settings import change_rules, kept_rules
from functions.catalog.moderation.schemas import ModerationSettings, ModerationSettingsView
from functions.catalog.store.records import CatalogTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

moderation_rules_api = Api("settings")
_PATH, _READ, _WRITE = "/v1/admin/moderation_settings", "moderation.read", "moderation.write"


def _reply(rules: ModerationRules, version: int) -> Reply:
    return Reply(ModerationSettingsView(**asdict(rules), version=version), etag=str(version))


_document = Document("moderation", _reply, lambda: _reply(*kept_rules()))


@moderation_rules_api.operation(
    "GET", _PATH, summary="What texts of shoppers are held to", permission=_READ, response=ModerationSettingsView
)
def read_moderation(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_rules())


@moderation_rules_api.operation(
    "PUT", _PATH, summary="Say what texts of shoppers are held to", permission=_WRITE, body=ModerationSettings,
    response=ModerationSettingsView, idempotent=CatalogTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_moderation(req: Request[ModerationSettings, NoQuery]) -> Reply:
    """For texts that come from now on; what is shown stays."""
    return _reply(*change_rules(req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    moderation_rules_api, put_moderation, _PATH, body=ModerationSettings, response=ModerationSettingsView, permission=_WRITE,
    idempotent=CatalogTable,
)  # fmt: skip
