"""Rules for agents over HTTP, for staff. They are one document with one version; secrets are no part of it."""

from __future__ import annotations

import re
from datetime import timedelta

from functions.agents.model.rules import AgentRules
from functions.agents.rules.schemas import AgentRulesIn, AgentRulesOut, HookSecretIn, HookSecretOut
from functions.agents.rules.set_rules import make_secret, set_rules
from functions.agents.store.records import AgentsTable
from functions.agents.store.rules import stored
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

agent_rules_api = Api("agents")
_PATH, _READ, _WRITE = "/v1/admin/agent_rules", "settings.read", "settings.write"
_REFUSED = [
    (422, code)
    for code in ("named_twice", "secret_missing", "invalid_url", "https_only", "credentials_in_url", "address_not_allowed")
]  # fmt: skip
_KEY = re.compile(r"key_[0-9A-Z]{26}")


def _reply(found: AgentRules, version: int) -> Reply:
    return Reply(AgentRulesOut.of(found, version), etag=str(version))


_document = Document("agents", _reply, lambda: _reply(*stored(AgentRules)))


@agent_rules_api.operation("GET", _PATH, summary="What agents may do", permission=_READ, response=AgentRulesOut)
def read_rules(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*stored(AgentRules))


@agent_rules_api.operation(
    "PUT", _PATH, summary="Set what agents may do", permission=_WRITE, body=AgentRulesIn, response=AgentRulesOut,
    idempotent=AgentsTable, errors=[(409, "version_conflict"), *_REFUSED], headers=("If-Match",),
)  # fmt: skip
def put_rules(req: Request[AgentRulesIn, NoQuery]) -> Reply:
    """Counts everywhere within a minute. Orders already placed stay."""
    return _reply(*set_rules(req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    agent_rules_api, put_rules, _PATH, body=AgentRulesIn, response=AgentRulesOut, permission=_WRITE, idempotent=AgentsTable,
    errors=_REFUSED,
)  # fmt: skip


@agent_rules_api.operation(
    "POST", f"{_PATH}/{{key_id}}", summary="Make a new secret for what an agent is told", permission=_WRITE, body=HookSecretIn,
    response=HookSecretOut, idempotent=AgentsTable, errors=[(404, "not_found")],
)  # fmt: skip
def post_hook_secret(req: Request[HookSecretIn, NoQuery]) -> Reply:
    """Of the agent that calls with this API key. For `overlap_hours` messages are signed with the one of before, too."""
    if not _KEY.fullmatch(req.path["key_id"]):
        raise NotFound("There is no such API key.")
    return _told(*make_secret(req.path["key_id"], timedelta(hours=req.body.overlap_hours), remember=req.remembering(_told)))


def _told(key_id: str, secret: str) -> Reply:
    return Reply(HookSecretOut(key_id=key_id, secret=secret), headers={"Cache-Control": "no-store"})
