"""Who may write no more, over HTTP."""

from __future__ import annotations

from typing import Any

from functions.catalog.checking.bans import Ban, ban_of, bans, set_ban
from functions.catalog.moderation.schemas import BanIn, BanLiftIn, BanOut, BanPage
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound

bans_api = Api("reviews")
_ONE = "/v1/admin/moderation_bans/{customer_id}"
_READ, _WRITE = "moderation.read", "moderation.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")


def _shown(ban: Ban, version: int) -> Reply:
    return Reply(BanOut.of(ban, version), etag=str(version))


def _customer(req: Request[Any, Any]) -> str:
    customer_id = req.path["customer_id"]
    if not ids.is_id("cus", customer_id):
        raise NotFound("There is no such customer.")
    return customer_id


@bans_api.operation(
    "GET", "/v1/admin/moderation_bans", summary="Authors who are banned", permission=_READ, query=PageQuery, response=BanPage,
    errors=[(400, "invalid_cursor")],
)  # fmt: skip
def get_bans(req: Request[Any, PageQuery]) -> BanPage:
    """Who was banned first comes first."""
    page = bans(limit=req.query.limit, cursor=req.query.cursor)
    return BanPage(data=[BanOut.of(*one) for one in page.data], next_cursor=page.next_cursor)


@bans_api.operation("GET", _ONE, summary="When an author was banned and let in again", permission=_READ, response=BanOut, errors=[_MISSING])
def get_ban(req: Request[Any, NoQuery]) -> Reply:
    return _shown(*ban_of(_customer(req)))


@bans_api.operation(
    "PUT", _ONE, summary="Ban an author", permission=_WRITE, body=BanIn, response=BanOut, idempotent=CatalogTable,
    errors=[_MISSING, _STALE], headers=("If-Match",),
)  # fmt: skip
def put_ban(req: Request[BanIn, NoQuery]) -> Reply:
    """They write nothing more: no reviews, questions, answers or votes (403 `author_banned`). What they wrote stays as it is."""
    lock, remember = req.if_match(), req.remembering(_shown)
    return _shown(*set_ban(_customer(req), True, req.body.reason, by=req.caller.id, if_match=lock, remember=remember))


@bans_api.operation(
    "DELETE", _ONE, summary="Let a banned author write again", permission=_WRITE, body=BanLiftIn, response=BanOut, idempotent=CatalogTable,
    errors=[_MISSING, _STALE], headers=("If-Match",),
)  # fmt: skip
def delete_ban(req: Request[BanLiftIn, NoQuery]) -> Reply:
    lock, remember = req.if_match(), req.remembering(_shown)
    return _shown(*set_ban(_customer(req), False, req.body.reason, by=req.caller.id, if_match=lock, remember=remember))
