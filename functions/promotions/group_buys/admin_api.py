"""Group buys for staff."""

from __future__ import annotations

from functions.promotions.campaigns.schemas import PageQuery
from functions.promotions.group_buys import manage
from functions.promotions.group_buys.manage import DealState
from functions.promotions.group_buys.schemas import GroupBuyIn, GroupBuyOut, GroupBuysOut
from functions.promotions.store.records import PromotionsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

group_admin_api = Api("group buys")
READ, WRITE = "promotions.read", "promotions.write"
_MISSING = (404, "not_found")


def _reply(state: DealState, status: int = 200) -> Reply:
    return Reply(GroupBuyOut.of(state), status, etag=str(state.version))


@group_admin_api.operation(
    "POST", "/v1/admin/group_buys", summary="Plan a group buy", permission=WRITE, body=GroupBuyIn, response=GroupBuyOut,
    status=201, idempotent=PromotionsTable, errors=[(422, "end_before_start"), (422, "in_the_past"), (422, "leader_price_above"),
            (422, "price_below_floor"), (422, "no_rate"), (422, "currency_not_offered"), (422, "unknown_variant")],
)  # fmt: skip
def plan(req: Request[GroupBuyIn, NoQuery]) -> Reply:
    remember = req.remembering(lambda made: _reply(made, 201))
    return _reply(manage.plan(req.body.deal(), override=req.caller.may("price.override"), remember=remember), 201)


@group_admin_api.operation(
    "GET", "/v1/admin/group_buys", summary="Group buys, latest opening first", permission=READ, query=PageQuery, response=GroupBuysOut
)
def list_all(req: Request[NoBody, PageQuery]) -> GroupBuysOut:
    page = manage.list_deals(limit=req.query.limit, cursor=req.query.cursor)
    return GroupBuysOut(data=[GroupBuyOut.of(state) for state in page.data], next_cursor=page.next_cursor)


@group_admin_api.operation(
    "GET", "/v1/admin/group_buys/{id}", summary="One group buy", permission=READ, response=GroupBuyOut, errors=[_MISSING]
)
def read(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(manage.read(req.path["id"]))


@group_admin_api.operation(
    "POST", "/v1/admin/group_buys/{id}/close", summary="Close a group buy", permission=WRITE, response=GroupBuyOut,
    idempotent=PromotionsTable, errors=[_MISSING],
)  # fmt: skip
def close(req: Request[NoBody, NoQuery]) -> Reply:
    """No more groups begin. Those that are open can be joined until their time is over."""
    return _reply(manage.close(req.path["id"], remember=req.remembering(_reply)))
