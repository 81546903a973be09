"""Around every call of ACP: whose key it comes with, which version it speaks, once for its key, and errors in the protocol's flat shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from functions.agents.acp.messages import param_of
from functions.agents.acp.version import VERSION, VERSIONS
from functions.agents.model.profile import Agent, Profile
from functions.agents.sessions.give_up import Ended
from functions.agents.store.answers import KeyReused, Once
from functions.agents.store.rules import rules
from functions.agents.trust.admitted import check_admitted
from functions.agents.trust.refused import Refused
from functions.agents.trust.shared_secrets import check_request
from functions.agents.ucp.frame import Call, let_go, object_of
from functions.shared.auth.key_shape import Key
from functions.shared.auth.let_in import let_key_in
from functions.shared.http.operation import Reply, Request
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, ShopError, Unauthenticated

Work = Callable[[Call], tuple[int, dict[str, Any]]]
_BEARER = "bearer "
_STATUSES: Mapping[type[ShopError], int] = {KeyReused: 422, Ended: 405}
"""That the protocol wants to be others than ours."""


@dataclass(frozen=True)
class Signing:
    """What is signed, where it has to be. `sent`: the JSON that was understood; None for an empty body."""

    method: str
    path: str
    sent: Any


def answered(req: Request[Any, Any], path: str, work: Work, *, changes: bool = False, signing: Signing | None = None) -> Reply:
    """`work` done for who calls. `changes`: once for the Idempotency-Key, which has to be sent. `signing`: of the call that brought it."""
    echoed = {name: req.headers[name.lower()] for name in ("Request-Id", "Idempotency-Key") if name.lower() in req.headers}
    once = None
    try:
        key, agent = _agent(req, path)
        call = _call(req, agent)
        if key.id in rules().signing:
            own = signing or Signing("POST" if changes else "GET", path, call.sent if req.raw.strip() else None)
            check_request(key.id, own.method, own.path, req.headers, own.sent)
        once = _once(call, path) if changes else None
        if once is not None and (kept := once.begin()) is not None:
            return _reply(kept.status, kept.body, {**echoed, "Idempotent-Replayed": "true"})
        status, document = work(call)
        text = json.dumps(document, ensure_ascii=False)
        if once is not None:
            once.keep(status, text)
        return _reply(status, text, echoed)
    except ShopError as refusal:
        let_go(once, refusal)
        return _refused(refusal, echoed)
    except Exception:
        let_go(once, None)
        raise


def agent_of_key(key_id: str, channel: str) -> Agent:
    return Agent(Profile(f"acp://{channel or 'acp'}/{key_id}", VERSION), verified=True)


def _agent(req: Request[Any, Any], path: str) -> tuple[Key, Agent]:
    sent = req.headers.get("authorization", "")
    if not sent.lower().startswith(_BEARER):
        raise Refused("unauthorized", "Send the key that the shop gave you: Authorization: Bearer …")
    try:
        key = let_key_in(sent[len(_BEARER) :], path)
    except Unauthenticated as refusal:
        raise Refused("unauthorized", refusal.detail) from refusal
    agent = agent_of_key(key.id, key.channel)
    check_admitted(agent)
    return key, agent


def _call(req: Request[Any, Any], agent: Agent) -> Call:
    version = req.headers.get("api-version", "")
    if version not in VERSIONS:
        raise Refused("unsupported_api_version", f"API-Version: {', '.join(VERSIONS)}.")
    sent = object_of(req)
    told = sent.get("locale")
    languages = [told.lower()[:35]] if isinstance(told, str) and told else req.languages
    return Call(agent, version, {}, sent, languages, req.source_ip, req.headers.get("idempotency-key", ""))


def _once(call: Call, path: str) -> Once:
    if not call.key:
        raise Refused("idempotency_key_required", "Send an Idempotency-Key.")
    if len(call.key) > 255 or not call.key.isprintable():
        raise Refused("invalid_request", "Idempotency-Key: 1 to 255 printable characters.")
    # Two bodies are the same if they say the same, however they are written.
    return Once.of(call.agent.profile.url, f"acp {path}", call.key, json.dumps(call.sent, sort_keys=True).encode())


def _reply(status: int, text: str, headers: Mapping[str, str]) -> Reply:
    return Reply(text, status, headers={"Cache-Control": "no-store", "API-Version": VERSION, **headers})


def _refused(refusal: ShopError, headers: Mapping[str, str]) -> Reply:
    status = next((status for kind, status in _STATUSES.items() if isinstance(refusal, kind)), refusal.status)
    kind = "invalid_request" if status < 429 else "service_unavailable" if status in (429, 503) else "processing_error"
    body: dict[str, Any] = {"type": kind, "code": refusal.code, "message": refusal.detail or refusal.title}
    if pointer := _pointer(refusal):
        body["param"] = param_of(pointer)
    if refusal.code == "unsupported_api_version":
        body["supported_versions"] = list(VERSIONS)
    return _reply(400 if status == 422 and isinstance(refusal, Invalid) else status, json.dumps(body), {**headers, **refusal.headers})


def _pointer(refusal: ShopError) -> str:
    if isinstance(refusal, Refused):
        return refusal.pointer
    if isinstance(refusal, Invalid) and refusal.faults:
        return refusal.faults[0].pointer.replace("/lines", "/line_items", 1).replace("/variant_id", "/id", 1)
    return ""
