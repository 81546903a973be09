"""Levels over HTTP, for staff: their configuration, and those of a member."""

from __future__ import annotations

from collections.abc import Callable

from functions.loyalty.levels.give_level import end_given, give_level
from functions.loyalty.levels.schemas import (
    GivenEndIn,
    GivenLevelIn,
    MemberLevelsIn,
    MemberLevelsOut,
    StaffLevelMovesOut,
    StaffLevelOut,
    levels_view,
    staff_level_view,
    staff_move_view,
)
from functions.loyalty.model.levels import Levels
from functions.loyalty.model.member import Member
from functions.loyalty.store.members import level_moves_of, member_of
from functions.loyalty.store.programmes import change_levels, kept_levels
from functions.loyalty.store.records import LoyaltyTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock

levels_admin_api = Api("levels")
_READ, _WRITE, _PATH, _ONE = "points.read", "points.write", "/v1/admin/member_levels", "/v1/admin/members/{id}/level"


@levels_admin_api.operation("GET", _PATH, summary="Which levels members reach", permission=_READ, response=MemberLevelsOut)
def read_levels(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_levels())


@levels_admin_api.operation(
    "PUT", _PATH, summary="Set which levels members reach", permission=_WRITE, body=MemberLevelsIn, response=MemberLevelsOut,
    idempotent=LoyaltyTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_levels(req: Request[MemberLevelsIn, NoQuery]) -> Reply:
    """Nobody holds a level that is left out, from now on; orders keep the one that they were placed with."""
    return _reply(*change_levels(lambda _: req.body.settings(), if_match=req.if_match(), remember=_document.remembering(req)))


@levels_admin_api.operation("GET", _ONE, summary="The level of a member", permission=_READ, response=StaffLevelOut)
def read_level(req: Request[NoBody, NoQuery]) -> StaffLevelOut:
    """Of who never bought anything, none."""
    return staff_level_view(member_of(req.path["id"]), kept_levels()[0], clock.now(), req.languages)


@levels_admin_api.operation(
    "GET", f"{_ONE}/moves", summary="What became of a member's level", permission=_READ, query=PageQuery, response=StaffLevelMovesOut
)
def read_level_moves(req: Request[NoBody, PageQuery]) -> StaffLevelMovesOut:
    """Newest first."""
    page = level_moves_of(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return StaffLevelMovesOut(data=[staff_move_view(one) for one in page.data], next_cursor=page.next_cursor)


@levels_admin_api.operation(
    "POST", f"{_ONE}/give", summary="Give a member a level, or none, for a time", permission=_WRITE, body=GivenLevelIn,
    response=StaffLevelOut, idempotent=LoyaltyTable, errors=[(404, "not_found"), (422, "unknown_level"), (422, "over_already")],
)  # fmt: skip
def post_given(req: Request[GivenLevelIn, NoQuery]) -> Reply:
    """In place of what their orders say, from the next request of theirs until just before `until`."""
    body = req.body
    reply = _reply_to(req)
    done = give_level(
        req.path["id"], body.level or "", body.until, body.reason, actor=req.caller.actor, remember=req.remembering(reply)
    )  # fmt: skip
    return reply(*done)


@levels_admin_api.operation(
    "POST", f"{_ONE}/end", summary="End a level that was given", permission=_WRITE, body=GivenEndIn, response=StaffLevelOut,
    idempotent=LoyaltyTable, errors=[(404, "not_found")],
)  # fmt: skip
def post_end(req: Request[GivenEndIn, NoQuery]) -> Reply:
    """Their level is what their orders say again."""
    reply = _reply_to(req)
    return reply(*end_given(req.path["id"], req.body.reason, actor=req.caller.actor, remember=req.remembering(reply)))


def _reply_to(req: Request[GivenLevelIn, NoQuery] | Request[GivenEndIn, NoQuery]) -> Callable[[Member, Levels], Reply]:
    return lambda member, levels: Reply(staff_level_view(member, levels, clock.now(), req.languages))


def _reply(one: Levels, version: int) -> Reply:
    return Reply(levels_view(one, version), etag=str(version))


_document = Document("member_levels", _reply, lambda: _reply(*kept_levels()))
_document.restored_by(
    levels_admin_api, put_levels, _PATH, body=MemberLevelsIn, response=MemberLevelsOut, permission=_WRITE, idempotent=LoyaltyTable
)
