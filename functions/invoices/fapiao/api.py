"""Chinese e-invoices over HTTP, for buyers. A guest shows the order's token as X-Order-Token, or a link; another's order is a 404."""

from __future__ import annotations

from functions.invoices.fapiao.of_order import known_order
from functions.invoices.fapiao.request import request_fapiao
from functions.invoices.fapiao.schemas import FapiaoIn, FapiaoListOut, FapiaoOut, fapiao_out
from functions.invoices.model.fapiao import Fapiao, live_blue
from functions.invoices.model.title import Title
from functions.invoices.store.fapiao import fapiao_of
from functions.invoices.store.records import InvoicesTable
from functions.invoices.store.titles import title_book
from functions.orders import check_changeable, check_visible
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

fapiao_api = Api("fapiao")
_PATH = "/v1/orders/{id}/fapiao"
_MISSING = (404, "not_found")
REFUSALS = [
    (409, "fapiao_unavailable"),
    (409, "order_not_paid"),
    (409, "nothing_to_invoice"),
    (409, "fapiao_exists"),
    (409, "goods_code_missing"),
]


@fapiao_api.operation("GET", _PATH, summary="Chinese e-invoices of an order", response=FapiaoListOut, errors=[_MISSING])
def get_fapiao(req: Request[NoBody, NoQuery]) -> FapiaoListOut:
    """The oldest first, red ones among them."""
    check_visible(req.path["id"], caller=req.caller, order_token=req.headers.get("x-order-token"))
    found, known = fapiao_of(req.path["id"]).all, known_order(req.path["id"])
    may = known.has_fapiao and live_blue(found) is None and bool(known.worth)
    return FapiaoListOut(data=[fapiao_out(one) for one in found], may_request=may)


@fapiao_api.operation(
    "POST", _PATH, summary="Request a Chinese e-invoice", status=201, body=FapiaoIn, response=FapiaoOut, idempotent=InvoicesTable,
    errors=[_MISSING, *REFUSALS],
)  # fmt: skip
def post_fapiao(req: Request[FapiaoIn, NoQuery]) -> Reply:
    """For all that was paid and did not go back. It is issued after a while; what goes back later is taken back by a red one by itself."""
    check_changeable(req.path["id"], caller=req.caller, order_token=req.headers.get("x-order-token"))
    return _reply(request_fapiao(req.path["id"], _title(req), actor=req.caller.actor, remember=req.remembering(_reply)))


def _title(req: Request[FapiaoIn, NoQuery]) -> Title:
    if req.body.title is not None:
        return req.body.title.title()
    return title_book(req.caller.id or "").title(req.body.title_id or "")


def _reply(made: Fapiao) -> Reply:
    return Reply(fapiao_out(made), 201)
