"""Customers' points over HTTP, for staff."""

from __future__ import annotations

from functions.loyalty.model.account import Account
from functions.loyalty.model.programme import Programme
from functions.loyalty.points.adjust import adjust_points
from functions.loyalty.points.schemas import (
    AdjustmentIn,
    OwedOut,
    PointsOut,
    StaffMovesOut,
    owed_view,
    points_view,
    staff_move_view,
)
from functions.loyalty.store.accounts import account_of, sums_of_all
from functions.loyalty.store.moves import moves_of
from functions.loyalty.store.programmes import kept_programme
from functions.loyalty.store.records import LoyaltyTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

points_admin_api = Api("points")
_READ, _WRITE, _ONE = "points.read", "points.write", "/v1/admin/points_accounts/{id}"


@points_admin_api.operation("GET", _ONE, summary="The points of a customer", permission=_READ, response=PointsOut)
def read_points(req: Request[NoBody, NoQuery]) -> PointsOut:
    """Of who never had any, all are 0."""
    return points_view(account_of(req.path["id"]), kept_programme()[0])


@points_admin_api.operation(
    "GET", f"{_ONE}/moves", summary="What became of a customer's points", permission=_READ, query=PageQuery, response=StaffMovesOut
)
def read_moves(req: Request[NoBody, PageQuery]) -> StaffMovesOut:
    """Newest first."""
    page = moves_of(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return StaffMovesOut(data=[staff_move_view(one) for one in page.data], next_cursor=page.next_cursor)


@points_admin_api.operation(
    "POST", f"{_ONE}/adjustments", summary="Give a customer points, or take some away", permission=_WRITE, body=AdjustmentIn,
    response=PointsOut, status=201, idempotent=LoyaltyTable,
    errors=[(404, "not_found"), (409, "points_short"), (422, "no_points"), (422, "too_many_points")],
)  # fmt: skip
def post_adjustment(req: Request[AdjustmentIn, NoQuery]) -> Reply:
    """Never below 0: what a customer owes the shop for an order that went back is not made here. What is given pays that first."""

    def reply(account: Account, programme: Programme) -> Reply:
        return Reply(points_view(account, programme), 201)

    body = req.body
    done = adjust_points(req.path["id"], body.points, body.reason, actor=req.caller.actor, remember=req.remembering(reply))
    return reply(*done)


@points_admin_api.operation("GET", "/v1/admin/points_owed", summary="What all points come to", permission=_READ, response=OwedOut)
def read_owed(_req: Request[NoBody, NoQuery]) -> OwedOut:
    """Two requests, however many accounts there are."""
    return owed_view(sums_of_all(), kept_programme()[0])
