"""My points over HTTP."""

from __future__ import annotations

from functions.loyalty.points.schemas import MovesOut, PointsOut, move_view, points_view
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import moves_of
from functions.loyalty.store.programmes import kept_programme
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.http.page_query import PageQuery

points_api = Api("points")


@points_api.operation("GET", "/v1/me/points", summary="My points", permission="customer", response=PointsOut)
def my_points(req: Request[NoBody, NoQuery]) -> PointsOut:
    """Two requests."""
    return points_view(account_of(req.caller.id), kept_programme()[0])


@points_api.operation(
    "GET", "/v1/me/points/moves", summary="What became of my points", permission="customer", query=PageQuery, response=MovesOut
)
def my_moves(req: Request[NoBody, PageQuery]) -> MovesOut:
    """Newest first: what orders brought, what was used, ended or given back."""
    page = moves_of(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    return MovesOut(data=[move_view(one) for one in page.data], next_cursor=page.next_cursor)
