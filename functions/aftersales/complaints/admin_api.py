"""Complaints over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.aftersales.complaints.keep_complaint import answer, close
from functions.aftersales.complaints.schemas import CloseIn, ComplaintOut, ComplaintPage, ComplaintsQuery, SayIn
from functions.aftersales.model.complaint import Complaint, ComplaintState
from functions.aftersales.store.complaints import get_complaint, list_complaints
from functions.aftersales.store.records import AftersalesTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.store.listing import states_in

complaints_admin_api = Api("complaints")
_STEP = [(404, "not_found"), (409, "illegal_transition"), (409, "too_many_messages")]


def _reply(complaint: Complaint) -> Reply:
    return Reply(ComplaintOut.of(complaint), etag=str(complaint.version))


@complaints_admin_api.operation(
    "GET", "/v1/admin/complaints", summary="Complaints in a state", permission="orders.read", query=ComplaintsQuery, response=ComplaintPage
)
def get_list(req: Request[Any, ComplaintsQuery]) -> ComplaintPage:
    """Oldest first. A page can be shorter than `limit` and still have a `next_cursor`."""
    asked = req.query
    return ComplaintPage.of(list_complaints(states_in(ComplaintState, asked.status), limit=asked.limit, cursor=asked.cursor))


@complaints_admin_api.operation(
    "GET", "/v1/admin/complaints/{id}", summary="A complaint", permission="orders.read", response=ComplaintOut, errors=[(404, "not_found")]
)
def get_one(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(get_complaint(req.path["id"]))


@complaints_admin_api.operation(
    "POST", "/v1/admin/complaints/{id}/answer", summary="Answer a complaint", permission="orders.write", body=SayIn,
    response=ComplaintOut, idempotent=AftersalesTable, errors=_STEP,
)  # fmt: skip
def post_answer(req: Request[SayIn, NoQuery]) -> Reply:
    return _reply(answer(req.path["id"], req.body.text, req.caller, remember=req.remembering(_reply)))


@complaints_admin_api.operation(
    "POST", "/v1/admin/complaints/{id}/close", summary="Close a complaint with its outcome", permission="orders.write", body=CloseIn,
    response=ComplaintOut, idempotent=AftersalesTable, errors=_STEP,
)  # fmt: skip
def post_close(req: Request[CloseIn, NoQuery]) -> Reply:
    ended = req.body
    return _reply(close(req.path["id"], ended.outcome, ended.text, req.caller, remember=req.remembering(_reply)))
