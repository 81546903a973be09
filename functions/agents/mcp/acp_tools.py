"""ACP by MCP: the operations of REST as tools, for who comes with a key of the shop as `Authorization: Bearer`.

Arguments are `meta` (what REST has in headers), `id` and `payload` (the body); the result is the body of REST. A key's first answer is the
same by both doors. Where staff want it signed, the whole call is: as a POST to this address, with its `idempotency_key`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.agents.acp import work
from functions.agents.acp.frame import Signing, answered
from functions.agents.acp.version import VERSION
from functions.agents.trust.refused import Refused
from functions.agents.ucp.frame import Call
from functions.shared.http.operation import NoQuery, Request
from functions.shared.http.validation import load_json
from functions.shared.plain.deferred import dataclass

_BEARER, _SESSIONS = "bearer pk_", "/acp/checkout_sessions"
_META_NAMES = {"api_version": "api-version", "idempotency_key": "idempotency-key", "request_id": "request-id"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 255}


@dataclass(frozen=True)
class AcpTool:
    """`door`: behind the address of sessions. `run` by call and session. `ends`: it ends something."""

    name: str
    description: str
    run: Callable[[Call, str], work.Done]
    door: str = "/{id}"
    changes: bool = True
    ends: bool = False

    @property
    def of_one(self) -> bool:
        return "{id}" in self.door

    @property
    def shown(self) -> dict[str, Any]:
        keyed = ["idempotency_key"] if self.changes else []
        meta = {"type": "object", "properties": dict.fromkeys(_META_NAMES, _TEXT), "required": ["api_version", *keyed]}
        properties: dict[str, Any] = {"meta": meta} | ({"id": _TEXT} if self.of_one else {})
        properties |= {"payload": {"type": "object", "description": f"The body of ACP {VERSION}."}} if self.changes else {}
        required = [name for name in properties if name != "payload" or self.door != "/{id}/cancel"]
        schema = {"type": "object", "properties": properties, "required": required}
        hints = {"readOnlyHint": not self.changes} | ({"destructiveHint": True} if self.ends else {})
        return {"name": self.name, "description": self.description, "inputSchema": schema, "annotations": hints}


_ALL = (
    AcpTool("cancel_checkout_session", "Give a checkout up (ACP).", work.cancel_checkout, "/{id}/cancel", ends=True),
    AcpTool(
        "complete_checkout_session",
        "Buy what is in a checkout (ACP). It moves money: its buyer confirms it by lending a payment token for this checkout.",
        work.complete_checkout, "/{id}/complete", ends=True,
    ),
    AcpTool("create_checkout_session", "Open a checkout (ACP).", lambda call, _: work.create_checkout(call), ""),
    AcpTool("get_checkout_session", "Read a checkout (ACP).", work.get_checkout, changes=False),
    AcpTool("update_checkout_session", "Change a checkout (ACP).", work.update_checkout),
)  # fmt: skip
ACP_TOOLS: Mapping[str, AcpTool] = {tool.name: tool for tool in _ALL}


def speaks_acp(headers: Mapping[str, str]) -> bool:
    """A publishable key as a Bearer token: with a secret one, staff's tools are there."""
    return headers.get("authorization", "").lower().startswith(_BEARER)


def run_acp(tool: AcpTool, given: Mapping[str, Any], req: Request[Any, NoQuery], path: str) -> tuple[dict[str, Any], bool]:
    """The body of REST, and whether it is an error. Raises Refused for arguments that are none."""
    meta, session_id, sent = given.get("meta", {}), given.get("id", ""), given.get("payload", {})
    if not isinstance(meta, dict) or not isinstance(session_id, str) or not isinstance(sent, dict):
        raise Refused("invalid_request", "meta and payload are objects, id is a text.")
    told = {header: meta.get(name, "") for name, header in _META_NAMES.items()}
    if not all(isinstance(text, str) for text in told.values()):
        raise Refused("invalid_request", "What meta says are texts.")
    headers = {name: text for name, text in req.headers.items() if name not in told} | {name: text for name, text in told.items() if text}
    inner = replace(req, headers=headers, raw=json.dumps(sent).encode())
    door = _SESSIONS + tool.door.format(id=session_id)
    signing = Signing("POST", path, load_json(req.raw))
    reply = answered(inner, door, lambda call: tool.run(call, session_id), changes=tool.changes, signing=signing)
    return json.loads(reply.text), (reply.status or 200) >= 400
