"""Chinese e-invoices over HTTP, for staff; and under which codes goods are sold."""

from __future__ import annotations

from typing import Any

from functions.invoices.fapiao.api import REFUSALS
from functions.invoices.fapiao.request import request_fapiao, take_back, try_again
from functions.invoices.fapiao.schemas import (
    FapiaoDetailOut,
    FapiaoPage,
    FapiaoQuery,
    GoodsCodeModel,
    StaffFapiaoIn,
    TakeBackIn,
    fapiao_detail,
)
from functions.invoices.model.fapiao import Fapiao, FapiaoState
from functions.invoices.store.fapiao import find_fapiao, list_fapiao
from functions.invoices.store.goods_codes import goods_code, set_goods_code
from functions.invoices.store.records import InvoicesTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import states_in

fapiao_admin_api = Api("fapiao")
_READ, _WRITE = "orders.read", "payments.write"
_MISSING = (404, "not_found")
_CODES = "/v1/admin/goods_codes/{id}"


def _made(one: Fapiao) -> Reply:
    return Reply(fapiao_detail(one), 201)


def _changed(one: Fapiao) -> Reply:
    return Reply(fapiao_detail(one))


@fapiao_admin_api.operation(
    "GET", "/v1/admin/fapiao", summary="Chinese e-invoices by status", permission=_READ, query=FapiaoQuery, response=FapiaoPage
)
def get_all(req: Request[Any, FapiaoQuery]) -> FapiaoPage:
    """Unless another status is asked for, those that wait because the seller's session at the tax bureau is over."""
    asked = req.query
    return FapiaoPage.of(list_fapiao(states_in(FapiaoState, asked.status), limit=asked.limit, cursor=asked.cursor))


@fapiao_admin_api.operation(
    "GET", "/v1/admin/fapiao/{id}", summary="A Chinese e-invoice", permission=_READ, response=FapiaoDetailOut, errors=[_MISSING]
)
def get_one(req: Request[NoBody, NoQuery]) -> FapiaoDetailOut:
    return fapiao_detail(find_fapiao(req.path["id"]))


@fapiao_admin_api.operation(
    "POST", "/v1/admin/orders/{id}/fapiao", summary="Request a Chinese e-invoice for a buyer", permission=_WRITE, status=201,
    body=StaffFapiaoIn, response=FapiaoDetailOut, idempotent=InvoicesTable, errors=[_MISSING, *REFUSALS],
)  # fmt: skip
def post_for_order(req: Request[StaffFapiaoIn, NoQuery]) -> Reply:
    return _made(request_fapiao(req.path["id"], req.body.title.title(), actor=req.caller.actor, remember=req.remembering(_made)))


@fapiao_admin_api.operation(
    "POST", "/v1/admin/fapiao/{id}/take_back", summary="Take a Chinese e-invoice back", permission=_WRITE, status=201, body=TakeBackIn,
    response=FapiaoDetailOut, idempotent=InvoicesTable, errors=[_MISSING, (409, "not_issued"), (409, "nothing_left")],
)  # fmt: skip
def post_take_back(req: Request[TakeBackIn, NoQuery]) -> Reply:
    """A red one for all that is left of it; afterwards another can be requested, for another title say. Refunds take back by themselves."""
    return _made(take_back(req.path["id"], req.body.reason, actor=req.caller.actor, remember=req.remembering(_made)))


@fapiao_admin_api.operation(
    "POST", "/v1/admin/fapiao/{id}/retry", summary="Try a Chinese e-invoice that failed again", permission=_WRITE,
    response=FapiaoDetailOut, idempotent=InvoicesTable,
    errors=[_MISSING, (409, "not_failed"), (409, "fapiao_exists"), (409, "red_exceeds_blue")],
)  # fmt: skip
def post_retry(req: Request[NoBody, NoQuery]) -> Reply:
    """After what was wrong with it is put right. Those that wait for their provider or for a sign-in go on by themselves."""
    return _changed(try_again(req.path["id"], actor=req.caller.actor, remember=req.remembering(_changed)))


@fapiao_admin_api.operation(
    "GET", _CODES, summary="The goods code of a variant, product or category", permission="catalog.read", response=GoodsCodeModel,
    errors=[_MISSING],
)  # fmt: skip
def get_code(req: Request[NoBody, NoQuery]) -> GoodsCodeModel:
    """Its own. Goods without one are sold under that of their product, of their category or the nearest above it, or of the seller."""
    return GoodsCodeModel(code=goods_code(_sold(req)))


@fapiao_admin_api.operation(
    "PUT", _CODES, summary="Set the goods code of a variant, product or category", permission="catalog.write", body=GoodsCodeModel,
    response=GoodsCodeModel, idempotent=InvoicesTable, errors=[_MISSING],
)  # fmt: skip
def put_code(req: Request[GoodsCodeModel, NoQuery]) -> Reply:
    """What was issued before stays as it was."""

    def render(code: str) -> Reply:
        return Reply(GoodsCodeModel(code=code))

    return render(set_goods_code(_sold(req), req.body.code, remember=req.remembering(render)))


def _sold(req: Request[Any, Any]) -> str:
    of: str = req.path["id"]
    if not any(ids.is_id(prefix, of) for prefix in ("var", "prod", "cat")):
        raise NotFound("There are no such goods.")
    return of
