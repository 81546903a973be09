"""Around every call of UCP over REST: who calls, what both speak, what was asked, and the answer in the protocol's shape.

Refusals of transport have an HTTP status and ``{code, content}``; what became of the business is 200 with `messages`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from functions.agents.model.linking import CHECKOUT
from functions.agents.model.profile import VERSIONS, Agent, in_common
from functions.agents.sessions.complete import GivenUp
from functions.agents.sessions.fill import NotChangeable
from functions.agents.sessions.give_up import Ended
from functions.agents.store.answers import Once
from functions.agents.store.rules import rules
from functions.agents.store.told_orders import Told as ToldOrder
from functions.agents.trust.caller import agent_of
from functions.agents.trust.linked import with_customer
from functions.agents.trust.own_keys import own_keys
from functions.agents.trust.refused import Refused
from functions.agents.trust.signatures import Signed, sign_answer
from functions.agents.ucp.messages import error
from functions.agents.ucp.requests import Told
from functions.shared.http.operation import Reply, Request
from functions.shared.http.reading import check_media
from functions.shared.http.validation import load_json, parse, refuse_control
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, ShopError
from functions.shared.plain.settings import settings

M = TypeVar("M", bound=Told)
R = TypeVar("R")
P = ParamSpec("P")
KEY = "idempotency-key"
OF_LINKS = ("identity_required", "insufficient_scope")
_UNRECOVERABLE = "unrecoverable"
STATES = (Ended, GivenUp, NotChangeable)
"""What an ended session refuses: 409."""


@dataclass(frozen=True)
class Call:
    """A call that is understood: `sent` is its JSON."""

    agent: Agent
    version: str
    common: Mapping[str, str]
    sent: Any
    languages: list[str]
    source_ip: str = ""
    key: str = field(default="", repr=False)

    def told(self, session_id: str) -> ToldOrder | None:
        """Who is told of the session's order: nobody whose name is only said."""
        return ToldOrder(self.agent.name, session_id, self.version, self.common) if self.agent.verified else None

    def body(self, model: type[M]) -> M:
        """Raises Refused (400 `invalid_request`) with what is wrong first."""
        try:
            refuse_control(self.sent)
            return parse(self.sent, model)
        except Invalid as wrong:
            first = wrong.faults[0] if wrong.faults else None
            if first is None:
                raise Refused("invalid_request", wrong.detail) from wrong
            raise Refused("invalid_request", f"{first.pointer}: {first.detail}", first.pointer) from wrong


Work = Callable[[Call], tuple[int, dict[str, Any]]]


class Incompatible(Invalid):
    """UCP wants it answered as what became of the business: 200."""

    code, title = "capabilities_incompatible", "We have not that capability in common"


def needs(capability: str) -> Callable[[Callable[Concatenate[Call, P], R]], Callable[Concatenate[Call, P], R]]:
    """An operation of the capability: not there for agents that do not have it. It raises Incompatible."""

    def of_capability(work: Callable[Concatenate[Call, P], R]) -> Callable[Concatenate[Call, P], R]:
        @wraps(work)
        def checked(call: Call, /, *given: P.args, **named: P.kwargs) -> R:
            if capability not in call.common:
                raise Incompatible(f"Your profile does not have {capability} in a version that we have, too.")
            return work(call, *given, **named)

        return checked

    return of_capability


def answered(
    req: Request[Any, Any], method: str, path: str, work: Work, *, changes: bool = False, signs: bool = False, scope: str = CHECKOUT
) -> Reply:
    """`work` done for who calls. `changes`: once for the Idempotency-Key, which has to be sent. `signs`: the answer is worth a
    proof that it is ours. `scope`: what a customer has to have allowed, where it is for one."""
    version, once = VERSIONS[-1], None
    try:
        agent, version = agent_of(Signed(method, settings().public_base_url + path, req.headers, req.raw))
        call = _call(req, with_customer(agent, req.headers, scope), version)
        once = _once(req, call, path) if changes else None
        if once is not None and (kept := once.begin()) is not None:
            return _reply(kept.status, kept.body, {"Idempotent-Replayed": "true"}, signs=signs)
        status, document = _done(call, work)
        text = json.dumps(document, ensure_ascii=False)
        if once is not None:
            once.keep(status, text)
        return _reply(status, text, {}, signs=signs)
    except ShopError as refusal:
        let_go(once, refusal)
        return _refused(refusal, version)
    except Exception:
        let_go(once, None)
        raise


def _done(call: Call, work: Work) -> tuple[int, dict[str, Any]]:
    try:
        return work(call)
    except STATES:
        raise
    except (Conflict, Invalid) as refusal:
        if refusal.status == 400:
            raise
        return 200, business_failure(call.version, refusal)


def failed(version: str, code: str, content: str, path: str | None = None) -> dict[str, Any]:
    """Where there is no resource to be shown."""
    severity = "requires_buyer_review" if code in OF_LINKS else _UNRECOVERABLE
    return {"ucp": {"version": version, "status": "error"}, "messages": [error(code, content, path, severity)]}


def business_failure(version: str, refusal: ShopError) -> dict[str, Any]:
    """Something sent cannot be bought like that: nothing was changed. Every fault is told."""
    code = "item_unavailable" if refusal.code in ("unknown_variant", "unpublished") else refusal.code
    if isinstance(refusal, Invalid) and refusal.faults:
        told = [error(code, one.detail, _line(one.pointer), _UNRECOVERABLE) for one in refusal.faults]
    else:
        told = [error(code, refusal.detail, None, _UNRECOVERABLE)]
    return {"ucp": {"version": version, "status": "error"}, "messages": told}


def _line(pointer: str) -> str | None:
    parts = pointer.split("/")
    return f"$.line_items[{parts[2]}]" if len(parts) > 2 and parts[1] == "lines" and parts[2].isdigit() else None


def _call(req: Request[Any, Any], agent: Agent, version: str) -> Call:
    sent = object_of(req)
    common = common_with(agent, version)
    return Call(agent, version, common, sent, _languages(req, sent), req.source_ip, req.headers.get(KEY, ""))


def object_of(req: Request[Any, Any]) -> dict[str, Any]:
    """Empty without a body. Raises UnsupportedMedia (415), Unreadable, Refused (400)."""
    if not req.raw.strip():
        return {}
    check_media(req.headers)
    sent = load_json(req.raw)
    if not isinstance(sent, dict):
        raise Refused("invalid_request", "Send a JSON object.")
    return sent


def common_with(agent: Agent, version: str) -> dict[str, str]:
    return in_common(version, agent.profile.capabilities, mandates=rules().mandates, linking=bool(rules().linking))


def _languages(req: Request[Any, Any], sent: Mapping[str, Any]) -> list[str]:
    context = sent.get("context")
    told = context.get("language") if isinstance(context, dict) else None
    return [told.lower()[:35]] if isinstance(told, str) and told else req.languages


def _once(req: Request[Any, Any], call: Call, door: str) -> Once:
    if not call.key:
        raise Refused("idempotency_key_required", "Send an Idempotency-Key.")
    if len(call.key) > 255 or not call.key.isprintable():
        raise Refused("invalid_request", "Idempotency-Key: 1 to 255 printable characters.")
    return Once.of(call.agent.whole, door, call.key, req.raw)


def let_go(once: Once | None, refusal: ShopError | None) -> None:
    """What nothing came of, or what failed on our side, may be tried again with the key. A call that is refused because another one runs
    has no key to let go."""
    if once is None or (refusal is not None and refusal.code in ("idempotency_in_flight", "idempotency_conflict")):
        return
    once.let_go()


def _reply(status: int, text: str, headers: Mapping[str, str], *, signs: bool) -> Reply:
    keys = own_keys() if signs else []
    proof = sign_answer(status, text.encode(), *keys[0]) if keys else {}
    return Reply(text, status, headers={"Cache-Control": "no-store", **headers, **proof})


def _refused(refusal: ShopError, version: str) -> Reply:
    said = refusal.detail or refusal.title
    body = failed(version, refusal.code, said) | {"code": refusal.code, "content": said}
    return Reply(json.dumps(body), refusal.status, headers={"Cache-Control": "no-store", **refusal.headers})
