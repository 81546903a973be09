"""Cases over HTTP, for buyers. A guest shows the order's token as X-Order-Token; another's case is a 404."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.returns.buyer_steps import add_evidence, answer_offer, cancel_case, send_goods
from functions.aftersales.returns.dispute import escalate
from functions.aftersales.returns.open_case import open_case
from functions.aftersales.returns.read_cases import cases_of_order, read_case
from functions.aftersales.returns.schemas import MoreEvidenceIn, ReturnDetails, ReturnIn, ReturnOut, ReturnPage, SentIn
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.cases import cases_of_customer
from functions.aftersales.store.records import AftersalesTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.pages import Page

returns_api = Api("returns")
_MISSING, _STATE, _NOT_THEIRS = (404, "not_found"), (409, "illegal_transition"), (403, "forbidden")
_TOKEN = ("X-Order-Token",)
_STEP = [_MISSING, _NOT_THEIRS, _STATE, (409, "already_ruled"), (409, "exchange_released")]
_EXCHANGED = {
    "line_id": "line_01KABCDEFGHJKMNPQRSTVWXYZ0",
    "quantity": 1,
    "reason": "wrong_size",
    "variant_id": "var_01KABCDEFGHJKMNPQRSTVWXYZ0",
}
_EVIDENCE = [(422, "unknown_evidence"), (422, "evidence_missing")]


def _asking(req: Request[Any, Any]) -> Asking:
    return Asking(req.caller, req.headers.get("x-order-token"))


def _reply(case: Case) -> Reply:
    return Reply(ReturnOut.of(case), etag=str(case.version))


def _opened(case: Case) -> Reply:
    return Reply(ReturnOut.of(case), 201, etag=str(case.version))


@returns_api.operation(
    "POST",
    "/v1/orders/{id}/returns",
    summary="Open a return, or another case, about pieces of an order",
    body=ReturnIn,
    example={"kind": "exchange", "lines": [_EXCHANGED]},
    response=ReturnOut,
    status=201,
    idempotent=AftersalesTable,
    headers=_TOKEN,
    errors=[
        _MISSING, _NOT_THEIRS, (409, "return_window_over"), (409, "return_excluded"), (409, "too_many_returns"), (409, "nothing_paid"),
        (409, "bundle_comes_whole"), (409, "not_offered"),
        (409, "out_of_stock"), (409, "unpublished"), (409, "other_merchant"), (409, "exchange_not_over"), (422, "too_many_lines"),
        (422, "not_a_fault"), (422, "evidence_needed"), (422, "unknown_line"), (422, "line_quantity_exceeded"),
        (422, "refund_exceeds_captured"), *_EVIDENCE,
    ],
)  # fmt: skip
def post_return(req: Request[ReturnIn, NoQuery]) -> Reply:
    """About pieces that were sent and are in no other case. The answer shows the clause of the policy that was applied to each line, what
    will be paid back, and until when the shop has to answer: after that it is approved by itself."""
    return _opened(open_case(req.path["id"], req.body.wanted(), _asking(req), remember=req.remembering(_opened)))


@returns_api.operation(
    "GET", "/v1/orders/{id}/returns", summary="Cases of an order", response=ReturnPage, headers=_TOKEN, errors=[_MISSING]
)
def get_of_order(req: Request[NoBody, NoQuery]) -> ReturnPage:
    """All of them, oldest first."""
    return ReturnPage.of(Page(cases_of_order(req.path["id"], _asking(req)), None))


@returns_api.operation("GET", "/v1/returns", summary="My cases", permission=SIGNED_IN, query=PageQuery, response=ReturnPage)
def get_mine(req: Request[NoBody, PageQuery]) -> ReturnPage:
    """Newest first."""
    return ReturnPage.of(cases_of_customer(req.caller.id, limit=req.query.limit, cursor=req.query.cursor))


@returns_api.operation(
    "GET", "/v1/returns/{id}", summary="A case, with its timeline", response=ReturnDetails, headers=_TOKEN, errors=[_MISSING]
)
def get_return(req: Request[NoBody, NoQuery]) -> Reply:
    seen = read_case(req.path["id"], _asking(req))
    return Reply(ReturnDetails.seen(seen), etag=str(seen.case.version))


@returns_api.operation(
    "POST", "/v1/returns/{id}/cancel", summary="Take a case back", response=ReturnOut, idempotent=AftersalesTable, headers=_TOKEN,
    errors=[*_STEP, (409, "already_sent_again"), (409, "already_paid_back")],
)  # fmt: skip
def post_cancel(req: Request[NoBody, NoQuery]) -> Reply:
    """Until the goods are on their way. Its pieces can be in another case then."""
    return _reply(cancel_case(req.path["id"], _asking(req), remember=req.remembering(_reply)))


@returns_api.operation(
    "POST", "/v1/returns/{id}/accept", summary="Take what was offered instead", response=ReturnOut, idempotent=AftersalesTable,
    headers=_TOKEN, errors=_STEP,
)  # fmt: skip
def post_accept(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(answer_offer(req.path["id"], _asking(req), accept=True, remember=req.remembering(_reply)))


@returns_api.operation(
    "POST", "/v1/returns/{id}/decline", summary="Do not take what was offered", response=ReturnOut, idempotent=AftersalesTable,
    headers=_TOKEN, errors=_STEP,
)  # fmt: skip
def post_decline(req: Request[NoBody, NoQuery]) -> Reply:
    """The shop decides what was asked for, within its time."""
    return _reply(answer_offer(req.path["id"], _asking(req), accept=False, remember=req.remembering(_reply)))


@returns_api.operation(
    "POST", "/v1/returns/{id}/ship", summary="Tell the waybill of the goods", body=SentIn, response=ReturnOut,
    idempotent=AftersalesTable, headers=_TOKEN, errors=[*_STEP, (409, "goods_stay"), (409, "no_label")],
)  # fmt: skip
def post_ship(req: Request[SentIn, NoQuery]) -> Reply:
    return _reply(send_goods(req.path["id"], _asking(req), req.body.own(), remember=req.remembering(_reply)))


@returns_api.operation(
    "POST", "/v1/returns/{id}/evidence", summary="Add evidence to a case", body=MoreEvidenceIn, response=ReturnOut,
    idempotent=AftersalesTable, headers=_TOKEN,
    errors=[_MISSING, _NOT_THEIRS, (409, "return_closed"), (409, "evidence_over"), (409, "too_many_files"), *_EVIDENCE],
)  # fmt: skip
def post_more_evidence(req: Request[MoreEvidenceIn, NoQuery]) -> Reply:
    return _reply(add_evidence(req.path["id"], _asking(req), req.body.evidence, remember=req.remembering(_reply)))


@returns_api.operation(
    "POST", "/v1/returns/{id}/escalate", summary="Have somebody else rule on a rejected case", response=ReturnOut,
    idempotent=AftersalesTable, headers=_TOKEN, errors=[_MISSING, _NOT_THEIRS, _STATE, (422, "line_quantity_exceeded")],
)  # fmt: skip
def post_escalate(req: Request[NoBody, NoQuery]) -> Reply:
    """By its buyer, or by staff. Both sides show evidence until `evidence_until`."""
    return _reply(escalate(req.path["id"], _asking(req), remember=req.remembering(_reply)))
