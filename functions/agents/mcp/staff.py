"""Whose key a call comes with, and the tools of staff that it opens. Who has none, or a publishable one, sees buyers' tools alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.staff.run import Document, Holder, run
from functions.agents.staff.tools import STAFF_TOOLS, limits_of, tools_for
from functions.shared.auth.let_in import let_holder_in
from functions.shared.http.operation import NoQuery, Request
from functions.shared.plain.errors import Forbidden

_BEARER, _PREFIXES = "bearer ", ("sk_", "pk_")


def holder_of(req: Request[Any, NoQuery], path: str) -> Holder | None:
    """None without a secret key. Raises Unauthenticated (401) for a key that is none or over, TooManyRequests, Unavailable."""
    secret = _sent(req.headers)
    if not secret:
        return None
    caller = let_holder_in(secret, path)
    return Holder(caller, secret, tuple(req.languages), req.source_ip, req.request_id) if caller.is_staff else None


def shown_to(holder: Holder | None) -> Mapping[str, Any]:
    return {name: tool.shown for name, tool in tools_for(holder.caller).items()} if holder else {}


def run_for_staff(name: str, given: Mapping[str, Any], holder: Holder | None) -> tuple[Document, bool] | None:
    """None where there is no such tool for who asks. Raises Forbidden (403, also `out_of_scope`) for a key that may not use it so, and what
    `run` does: nobody is asked to confirm what would be refused then."""
    tool = STAFF_TOOLS.get(name)
    if tool is None or holder is None:
        return None
    if missing := sorted(tool.needs - holder.caller.permissions):
        raise Forbidden(f"This needs the permission {missing[0]}.", permission=missing[0])
    if tool.closed_to & limits_of(holder.caller):
        raise Forbidden("This is outside of what its maker acts for.", code="out_of_scope")
    return run(tool, given, holder)


def _sent(headers: Mapping[str, str]) -> str:
    """As our API takes it, or as clients of MCP know how to send one. Other tokens say nothing here."""
    if told := headers.get("x-api-key", "").strip():
        return told
    bearer = headers.get("authorization", "")
    token = bearer[len(_BEARER) :].strip() if bearer.lower().startswith(_BEARER) else ""
    return token if token.startswith(_PREFIXES) else ""
