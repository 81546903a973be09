"""My level over HTTP."""

from __future__ import annotations

from functions.loyalty.levels.schemas import LevelMovesOut, MyLevelOut, level_view, move_view
from functions.loyalty.store.members import level_moves_of, member_of
from functions.loyalty.store.programmes import kept_levels
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock

levels_api = Api("levels")


@levels_api.operation("GET", "/v1/me/level", summary="My level and the way to the next", permission="customer", response=MyLevelOut)
def my_level(req: Request[NoBody, NoQuery]) -> MyLevelOut:
    """Two requests."""
    return level_view(member_of(req.caller.id), kept_levels()[0], clock.now(), req.languages)


@levels_api.operation(
    "GET", "/v1/me/level/moves", summary="What became of my level", permission="customer", query=PageQuery, response=LevelMovesOut
)
def my_level_moves(req: Request[NoBody, PageQuery]) -> LevelMovesOut:
    """Newest first."""
    page = level_moves_of(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    return LevelMovesOut(data=[move_view(one) for one in page.data], next_cursor=page.next_cursor)
