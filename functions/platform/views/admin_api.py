"""Saved views over HTTP: every member of staff keeps their own and uses what is shared with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.platform.model.view import View
from functions.platform.store.records import PlatformTable
from functions.platform.views.saved_views import change_view, drop_view, save_view, views_of
from functions.platform.views.schemas import ViewIn, ViewOut, ViewPatch, ViewsOut, ViewsQuery
from functions.shared.auth.roles import STAFF
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

views_api = Api("settings")
_ONE = "/v1/admin/views/{page}/{id}"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")


def _shown(req: Request[Any, Any], status: int = 200) -> Callable[[View, int], Reply]:
    return lambda view, version: Reply(ViewOut.of(view, version, req.caller), status, etag=str(version))


@views_api.operation(
    "GET", "/v1/admin/views", summary="Saved views of a list", permission=STAFF, query=ViewsQuery, response=ViewsOut
)  # fmt: skip
def list_views(req: Request[NoBody, ViewsQuery]) -> ViewsOut:
    """Your own, those shared with a role of yours, and those of all staff, by name; at most 100."""
    return ViewsOut(data=[ViewOut.of(*one, req.caller) for one in views_of(req.query.page, req.caller)])


@views_api.operation(
    "POST", "/v1/admin/views", summary="Save a view of a list", permission=STAFF, status=201, body=ViewIn, response=ViewOut,
    example={"page": "orders", "name": "To be sent today", "filter": {"status": "paid"}, "shared_with": "everyone"},
    idempotent=PlatformTable, errors=[(422, "too_many_views")],
)  # fmt: skip
def post_view(req: Request[ViewIn, NoQuery]) -> Reply:
    """What may name a person does not belong in it: others read it, and it stays."""
    shown = _shown(req, 201)
    return shown(save_view(req.body.view(), caller=req.caller, remember=req.remembering(shown)), 1)


@views_api.operation(
    "PATCH", _ONE, summary="Change a saved view", permission=STAFF, body=ViewPatch, response=ViewOut, idempotent=PlatformTable,
    example={"name": "To be packed", "shared_with": "nobody"},
    errors=[_MISSING, _STALE], headers=("If-Match",),
)  # fmt: skip
def patch_view(req: Request[ViewPatch, NoQuery]) -> Reply:
    """Its owner; of others with `staff.write`."""
    shown, (page, name) = _shown(req), (req.path["page"], req.path["id"])
    keep = req.remembering(shown)
    return shown(*change_view(page, name, req.body.changes(), caller=req.caller, expected=req.if_match(), remember=keep))


@views_api.operation(
    "DELETE", _ONE, summary="Remove a saved view", permission=STAFF, status=204, idempotent=PlatformTable, errors=[_MISSING, _STALE],
    headers=("If-Match",),
)  # fmt: skip
def delete_view(req: Request[NoBody, NoQuery]) -> Reply:
    """Its owner; of others with `staff.write`."""
    done = Reply(status=204)
    keep = req.remember(done)
    drop_view(req.path["page"], req.path["id"], caller=req.caller, expected=req.if_match(), remember=keep)
    return done
