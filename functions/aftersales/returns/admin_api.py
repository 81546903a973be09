"""Cases over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.returns.dispute import rule
from functions.aftersales.returns.read_cases import with_details
from functions.aftersales.returns.receive_goods import receive_goods
from functions.aftersales.returns.schemas import (
    ApproveIn,
    CounterOfferIn,
    ReceiveIn,
    RejectIn,
    ReturnDetails,
    ReturnOut,
    ReturnPage,
    ReturnsQuery,
    RuleIn,
)
from functions.aftersales.returns.staff_steps import approve, close, counter_offer, reject
from functions.aftersales.store.cases import get_case, list_cases
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.whose import DECIDED, OF_CASE, list_theirs
from functions.shared.auth.scope import SHARED
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.store.listing import states_in

returns_admin_api = Api("returns")
_READ, _DECIDE, _RECEIVE = "orders.read", "orders.write", "shipments.write"
_STEP = [(404, "not_found"), (409, "illegal_transition"), (409, "version_conflict")]
_HEADERS = ("If-Match",)


def _reply(case: Case) -> Reply:
    return Reply(ReturnOut.of(case), etag=str(case.version))


@returns_admin_api.operation(
    "GET", "/v1/admin/returns", summary="Cases in a state", permission=_READ, query=ReturnsQuery, response=ReturnPage, scope=SHARED
)
def get_returns(req: Request[Any, ReturnsQuery]) -> ReturnPage:
    """Oldest first. A page can be shorter than `limit` and still have a `next_cursor`. Who acts for some merchants or warehouses only sees
    theirs."""
    asked, caller = req.query, req.caller
    states = states_in(ReturnState, asked.status)
    if caller.is_limited:
        return ReturnPage.of(list_theirs(caller, states, limit=asked.limit, cursor=asked.cursor))
    return ReturnPage.of(list_cases(states, limit=asked.limit, cursor=asked.cursor))


@returns_admin_api.operation(
    "GET", "/v1/admin/returns/{id}", summary="A case, with its evidence", permission=_READ, response=ReturnDetails,
    scope=OF_CASE, errors=[(404, "not_found")],
)  # fmt: skip
def get_one(req: Request[NoBody, NoQuery]) -> Reply:
    seen = with_details(get_case(req.path["id"]))
    return Reply(ReturnDetails.seen(seen), etag=str(seen.case.version))


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/approve", summary="Say yes to a case", permission=_DECIDE, body=ApproveIn, response=ReturnOut,
    scope=DECIDED,
    idempotent=AftersalesTable, headers=_HEADERS,
    errors=[*_STEP, (409, "out_of_stock"), (409, "already_paid_back"), (422, "unknown_line"), (422, "more_than_claimed")],
)  # fmt: skip
def post_approve(req: Request[ApproveIn, NoQuery]) -> Reply:
    """Money of goods that stay goes back at once; else the buyer has to send them. What was paid back by hand meanwhile is not sent once
    more (409 `already_paid_back`), unless `despite_refund` says so."""
    asked = req.body
    return _reply(
        approve(
            req.path["id"],
            req.caller,
            asked.return_address or "",
            asked.pieces(),
            label=asked.label,
            despite_refund=asked.despite_refund,
            if_match=req.if_match(),
            remember=req.remembering(_reply),
        )
    )


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/reject", summary="Say no to a case, with the reason", permission=_DECIDE, scope=DECIDED, body=RejectIn,
    response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS, errors=_STEP,
)  # fmt: skip
def post_reject(req: Request[RejectIn, NoQuery]) -> Reply:
    return _reply(reject(req.path["id"], req.caller, req.body.reason, if_match=req.if_match(), remember=req.remembering(_reply)))


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/counter_offer", summary="Offer money, and the goods stay", permission=_DECIDE, scope=DECIDED,
    body=CounterOfferIn, response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS,
    errors=[*_STEP, (409, "too_many_offers"), (422, "currency_mismatch"), (422, "offer_too_high")],
)  # fmt: skip
def post_counter_offer(req: Request[CounterOfferIn, NoQuery]) -> Reply:
    """The buyer answers within the time of the return policies; silence is no yes."""
    amount, note, keep = req.body.amount.money(), req.body.note or "", req.remembering(_reply)
    return _reply(counter_offer(req.path["id"], req.caller, amount, note, if_match=req.if_match(), remember=keep))


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/receive", summary="Take the goods in, graded", permission=_RECEIVE, body=ReceiveIn, scope=OF_CASE,
    response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS,
    errors=[*_STEP, (409, "goods_stay"), (409, "not_counted"), (409, "nothing_paid"), (422, "unknown_line"), (422, "more_than_returned"),
        (409, "no_deduction"), (409, "not_informed"), (409, "already_paid_back"), (422, "deduction_too_high"), (422, "line_named_twice"),
        (422, "currency_mismatch"),
    ],
)  # fmt: skip
def post_receive(req: Request[ReceiveIn, NoQuery]) -> Reply:
    """Their money is released by it."""
    graded, keep = req.body.graded(), req.remembering(_reply)
    lost = [one.deduction() for one in req.body.deductions]
    return _reply(receive_goods(req.path["id"], req.caller, graded, lost, if_match=req.if_match(), remember=keep))


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/close", summary="Close a case that is done", permission=_DECIDE, scope=DECIDED, response=ReturnOut,
    idempotent=AftersalesTable, headers=_HEADERS, errors=_STEP,
)  # fmt: skip
def post_close(req: Request[NoBody, NoQuery]) -> Reply:
    """Refunded, sent again, rejected; or `stuck` because its money cannot go by itself: then people see to it, and it is over."""
    return _reply(close(req.path["id"], req.caller, if_match=req.if_match(), remember=req.remembering(_reply)))


@returns_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/rule", summary="Rule on an escalated case, for good", permission="returns.rule", body=RuleIn,
    response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS,
    errors=[*_STEP, (403, "forbidden"), (409, "evidence_open"), (409, "out_of_stock"), (409, "already_paid_back")],
)  # fmt: skip
def post_rule(req: Request[RuleIn, NoQuery]) -> Reply:
    """Once the time to show evidence is over, by somebody who did not decide the case (403)."""
    asked, keep = req.body, req.remembering(_reply)
    ruled = rule(
        req.path["id"],
        req.caller,
        for_buyer=asked.outcome == "for_buyer",
        note=asked.note,
        despite_refund=asked.despite_refund,
        if_match=req.if_match(),
        remember=keep,
    )
    return _reply(ruled)
