"""A tool of staff's machines is called. What moves money or goods takes two calls; each is in the audit log before anything is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from functions.agents.model.untrusted import NOTE, marked
from functions.agents.staff.ask import Answered, Ask, answer_to
from functions.agents.staff.tools import Bound, First, StaffTool
from functions.agents.store.confirmations import Confirmation, asked, once_for, said_yes, standing
from functions.agents.trust.refused import Refused
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import fact_put
from functions.shared.audit.masking import masked
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import parse, refuse_control
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Invalid
from functions.shared.store.transactions import transact

Document = dict[str, Any]


@dataclass(frozen=True)
class Holder:
    """Whose key it is, and from where they call."""

    caller: Caller
    secret: str = field(repr=False)
    languages: tuple[str, ...] = ()
    source_ip: str = ""
    request_id: str = ""


def run(tool: StaffTool, sent: Mapping[str, Any], holder: Holder) -> tuple[Document, bool]:
    """What is told, and whether it is a refusal. Raises Refused (400) for arguments that are none, and for a token that does not confirm
    them; Unanswered where nobody knows what came of it."""
    given = _arguments(tool, sent)
    token, key = given.pop("confirm_token", None), given.pop("idempotency_key", "")
    _note(tool, given, holder, "confirmed" if token else "asked")
    _check_place(given, holder.caller)
    if tool.first is not None:
        if token is None:
            return _would(tool, tool.first, given, holder)
        return _confirmed(tool, tool.first, given, str(token), holder)
    call = _ask(tool.calls, {**given, **tool.further()}, key="" if tool.is_read else str(key) or fresh.new_token())
    return _told(answer_to(call, holder.secret, holder.languages), "read" if tool.is_read else "done")


def _check_place(given: Document, caller: Caller) -> None:
    """Nobody is asked to confirm what would be refused then. Raises Forbidden (403 `out_of_scope`)."""
    place = given.get("warehouse_id")
    if place is not None and caller.warehouses is not None and place not in caller.warehouses:
        raise Forbidden("This is outside of what its maker acts for.", code="out_of_scope", warehouses=sorted(caller.warehouses))


def _arguments(tool: StaffTool, sent: Mapping[str, Any]) -> Document:
    try:
        refuse_control({name: value for name, value in sent.items() if name != "text"})
        return parse(dict(sent), tool.model).model_dump(mode="json", by_alias=True, exclude_none=True)
    except Invalid as wrong:
        first = wrong.faults[0] if wrong.faults else None
        raise Refused("invalid_request", f"{first.pointer}: {first.detail}" if first else wrong.detail) from wrong


def _would(tool: StaffTool, first: First, given: Document, holder: Holder) -> tuple[Document, bool]:
    answer = _looked(first, given, holder)
    if answer.is_refusal:
        return _told(answer, "")
    token, made = asked(_bound(tool, given, holder), _seen(first, answer))
    shown = {name: answer.document[name] for name in first.told if name in answer.document} if first.told else answer.document
    told = {"status": "needs_confirmation", "tool": tool.name, "arguments": marked(given), "would": first.does, "of": marked(shown)}
    told |= {"content": "Nothing has happened yet. Show this to a person; call again with confirm_token when they agree."}
    return told | {"confirm_token": token, "expires_at": times.iso(times.from_epoch(made.until)), "note": NOTE}, False


def _confirmed(tool: StaffTool, first: First, given: Document, token: str, holder: Holder) -> tuple[Document, bool]:
    """Once by the token's Idempotency-Key: who says yes again is told the first answer."""
    found = standing(token)
    if found is None or found.bound != _bound(tool, given, holder):
        raise Refused("invalid_request", "confirm_token: not of this call, or over. Ask again without it.")
    if not found.used:
        refusal = _changed(first, given, found, holder)
        # Somebody else's yes comes before what it changes.
        if refusal and not _is_used(token):
            return refusal, True
        said_yes(token, found)
    version = found.seen if first.bound is Bound.VERSION else ""
    call = _ask(tool.calls, given, key=once_for(token), if_match=version)
    return _told(answer_to(call, holder.secret, holder.languages), "done")


def _is_used(token: str) -> bool:
    now = standing(token)
    return now is not None and now.used


def _changed(first: First, given: Document, found: Confirmation, holder: Holder) -> Document | None:
    """What is not any more as it was told. A version is compared by who writes."""
    if first.bound is not Bound.ANSWER:
        return None
    answer = _looked(first, given, holder)
    if not answer.is_refusal and _seen(first, answer) == found.seen:
        return None
    detail = "It is not any more as it was told. Nothing has happened; ask again without confirm_token."
    return {"status": "refused", "code": "changed_since", "detail": detail}


def _looked(first: First, given: Document, holder: Holder) -> Answered:
    method, _, path = first.reads.partition(" ")
    named = {name: value for name, value in given.items() if method != "GET" or f"{{{name}}}" in path}
    return answer_to(Ask(method, path, named), holder.secret, holder.languages)


def _ask(operation: str, given: Document, *, key: str = "", if_match: str = "") -> Ask:
    method, _, path = operation.partition(" ")
    return Ask(method, path, given, key, if_match)


def _seen(first: First, answer: Answered) -> str:
    if first.bound is Bound.VERSION:
        return answer.etag
    return _digest(answer.document) if first.bound is Bound.ANSWER else ""


def _bound(tool: StaffTool, given: Document, holder: Holder) -> str:
    return _digest([holder.caller.key, tool.name, given])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _told(answer: Answered, status: str) -> tuple[Document, bool]:
    if answer.is_refusal:
        found = answer.document if isinstance(answer.document, dict) else {}
        why = {name: found[name] for name in ("code", "title", "errors", "permission") if name in found}
        detail = {"detail": marked({"detail": found["detail"]})["detail"]} if found.get("detail") else {}
        return {"status": "refused", "http_status": answer.status, **why, **detail}, True
    return {"status": status, "data": marked(answer.document), "note": NOTE}, False


def _note(tool: StaffTool, given: Document, holder: Holder, step: str) -> None:
    """Before anything is done: what is not in the log did not happen."""
    after = masked({"step": step if tool.first is not None else "called", "arguments": given}, buyer=True)
    named = str(given.get("id") or given.get("variant_id") or "")
    actor = holder.caller.actor
    transact(
        [fact_put(Fact(fresh.new_id("aud"), times.iso(clock.now()), actor.kind, actor.id, f"mcp {tool.name}", named, {}, after,
                       holder.source_ip, holder.request_id))]
    )  # fmt: skip
