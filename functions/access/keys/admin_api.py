"""API keys over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.access.keys import manage_keys
from functions.access.keys.manage_keys import Wish
from functions.access.keys.schemas import ApiKeyIn, ApiKeyOut, ApiKeyPage, ApiKeyTold, RotateIn
from functions.access.model.api_key import ApiKey
from functions.access.store.api_keys import Used, find_key, keys_page, uses_of
from functions.access.store.records import AccessTable
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.errors import Fault, Invalid

keys_api = Api("staff")
_READ, _WRITE, _MISSING = "keys.read", "keys.write", (404, "not_found")
_PEOPLE = (403, "key_makes_no_keys")


def _told(key: ApiKey, secret: str) -> Reply:
    return Reply(ApiKeyTold(**ApiKeyOut.of(key, Used()).model_dump(), secret=secret), 201, headers={"Cache-Control": "no-store"})


def _shown(key: ApiKey) -> Reply:
    return Reply(ApiKeyOut.of(key, uses_of([key]).get(key.id, Used())))


@keys_api.operation(
    "POST", "/v1/admin/api_keys", summary="Make an API key", permission=_WRITE, status=201, body=ApiKeyIn, response=ApiKeyTold,
    idempotent=AccessTable,
    errors=[_PEOPLE, (403, "scope_not_yours"), (422, "unknown_scope"), (422, "scopes_missing"), (422, "publishable_has_no_scopes"),
        (422, "unknown_channel")],
)  # fmt: skip
def make_key(req: Request[ApiKeyIn, NoQuery]) -> Reply:
    """Sent as `X-Api-Key`, never in an address. It may do what its scopes say as far as you may do it at the time of the call: it ends
    with your own rights, unless an owner takes it over."""
    asked = req.body
    if unknown := [n for n, scope in enumerate(asked.scopes) if scope not in PERMISSIONS]:
        faults = [Fault(f"/scopes/{n}", "unknown_scope", "There is no such permission.") for n in unknown]
        raise Invalid("Some scopes are no permissions.", faults=faults, code="unknown_scope")
    own = (asked.currency or "", asked.language or "")
    wish = Wish(asked.name, asked.kind, tuple(asked.scopes), asked.channel, asked.calls_per_minute, *own)
    return _told(*manage_keys.make(wish, req.caller, remember=req.remembering(_told)))


@keys_api.operation(
    "GET", "/v1/admin/api_keys", summary="API keys, the newest first", permission=_READ, query=PageQuery, response=ApiKeyPage
)
def list_keys(req: Request[NoBody, PageQuery]) -> ApiKeyPage:
    page = keys_page(req.query.limit, cursor=req.query.cursor)
    uses = uses_of(page.data)
    return ApiKeyPage(data=[ApiKeyOut.of(key, uses.get(key.id, Used())) for key in page.data], next_cursor=page.next_cursor)


@keys_api.operation("GET", "/v1/admin/api_keys/{id}", summary="An API key", permission=_READ, response=ApiKeyOut, errors=[_MISSING])
def show_key(req: Request[Any, NoQuery]) -> Reply:
    key, _ = find_key(req.path["id"])
    return _shown(key)


@keys_api.operation(
    "POST", "/v1/admin/api_keys/{id}/rotate", summary="Give an API key a new secret", permission=_WRITE, status=201, body=RotateIn,
    response=ApiKeyTold, idempotent=AccessTable, errors=[_MISSING, _PEOPLE, (403, "not_the_maker"), (409, "key_revoked")],
)  # fmt: skip
def rotate_key(req: Request[RotateIn, NoQuery]) -> Reply:
    """Both secrets count for `overlap_hours`; one from before the last rotation does not."""
    return _told(*manage_keys.rotate(req.path["id"], req.body.overlap_hours, req.caller, remember=req.remembering(_told)))


@keys_api.operation(
    "POST", "/v1/admin/api_keys/{id}/take_over", summary="Answer for an API key of somebody else", permission="staff.write",
    response=ApiKeyOut, idempotent=AccessTable, scope=WHOLE_SHOP,
    errors=[_MISSING, _PEOPLE, (403, "scope_not_yours"), (409, "key_revoked")],
)  # fmt: skip
def take_key_over(req: Request[NoBody, NoQuery]) -> Reply:
    """Its rights are those of its scopes that you have, and no longer bounded by who made it."""
    return _shown(manage_keys.take_over(req.path["id"], req.caller, remember=req.remembering(_shown)))


@keys_api.operation(
    "DELETE", "/v1/admin/api_keys/{id}", summary="Revoke an API key", permission=_WRITE, status=204, idempotent=AccessTable,
    errors=[_MISSING],
)  # fmt: skip
def revoke_key(req: Request[Any, NoQuery]) -> Reply:
    """Within a minute it is nowhere good any more. Again: 204."""
    reply = Reply(status=204)
    manage_keys.revoke(req.path["id"], req.caller, remember=req.remember(reply))
    return reply
