"""Complaints over HTTP, for whoever complains. A guest shows the order's token as X-Order-Token."""

from __future__ import annotations

from typing import Any

from functions.aftersales.complaints.keep_complaint import complain, own_complaint, say_more
from functions.aftersales.complaints.schemas import ComplaintIn, ComplaintOut, ComplaintPage, SayIn
from functions.aftersales.model.complaint import Complaint
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.complaints import complaints_by
from functions.aftersales.store.records import AftersalesTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

complaints_api = Api("complaints")
_TOKEN = ("X-Order-Token",)


def _asking(req: Request[Any, Any]) -> Asking:
    return Asking(req.caller, req.headers.get("x-order-token"))


def _reply(complaint: Complaint) -> Reply:
    return Reply(ComplaintOut.of(complaint), etag=str(complaint.version))


def _taken(complaint: Complaint) -> Reply:
    return Reply(ComplaintOut.of(complaint), 201, etag=str(complaint.version))


@complaints_api.operation(
    "POST", "/v1/complaints", summary="Complain about an order, product, seller or courier", body=ComplaintIn, response=ComplaintOut,
    status=201, idempotent=AftersalesTable, headers=_TOKEN, errors=[(401, "unauthenticated"), (404, "not_found")],
)  # fmt: skip
def post_complaint(req: Request[ComplaintIn, NoQuery]) -> Reply:
    """By a customer, or by a guest about their order. The answer has its number and until when it is answered."""
    sent = req.body
    made = complain(sent.about, sent.subject or "", sent.order_id or "", sent.text, _asking(req), remember=req.remembering(_taken))
    return _taken(made)


@complaints_api.operation("GET", "/v1/complaints", summary="My complaints", permission=SIGNED_IN, query=PageQuery, response=ComplaintPage)
def get_mine(req: Request[NoBody, PageQuery]) -> ComplaintPage:
    """Newest first."""
    return ComplaintPage.of(complaints_by(req.caller.id, limit=req.query.limit, cursor=req.query.cursor))


@complaints_api.operation(
    "GET", "/v1/complaints/{id}", summary="My complaint", response=ComplaintOut, headers=_TOKEN, errors=[(404, "not_found")]
)
def get_one(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(own_complaint(req.path["id"], _asking(req)))


@complaints_api.operation(
    "POST", "/v1/complaints/{id}/messages", summary="Say more about my complaint", body=SayIn, response=ComplaintOut,
    idempotent=AftersalesTable, headers=_TOKEN,
    errors=[(404, "not_found"), (409, "illegal_transition"), (409, "too_many_messages")],
)  # fmt: skip
def post_message(req: Request[SayIn, NoQuery]) -> Reply:
    """Until it is closed; it is to be answered again."""
    return _reply(say_more(req.path["id"], req.body.text, _asking(req), remember=req.remembering(_reply)))
