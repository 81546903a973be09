"""The queue of who moderates, and what they decide."""

from __future__ import annotations

from typing import Any

from functions.catalog.checking.cases import Action, decision_now, required_reason
from functions.catalog.moderation.kinds import kind_of
from functions.catalog.moderation.queue import Whole, open_cases, whole_case
from functions.catalog.moderation.schemas import CaseOut, CasePage, CaseRow, DecisionIn, DecisionOut
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain import times

queue_api = Api("reviews")
_ONE = "/v1/admin/moderation/{id}"
_READ, _WRITE = "moderation.read", "moderation.write"
_MISSING = (404, "not_found")


def _shown(whole: Whole) -> Reply:
    case = CaseOut.whole(whole.case, whole.subject, list(whole.former), times.iso(clock.now()))
    return Reply(case, etag=str(whole.subject.version))


@queue_api.operation(
    "GET", "/v1/admin/moderation", summary="Texts of shoppers that somebody has to look at", permission=_READ, query=PageQuery,
    response=CasePage, errors=[(400, "invalid_cursor")],
)  # fmt: skip
def get_cases(req: Request[Any, PageQuery]) -> CasePage:
    """Those that are due first come first."""
    page, now = open_cases(limit=req.query.limit, cursor=req.query.cursor), times.iso(clock.now())
    return CasePage(data=[CaseRow.of(one.case, one.subject, now) for one in page.data], next_cursor=page.next_cursor)


@queue_api.operation(
    "GET",
    _ONE,
    summary="A text, what it said before and what was decided about it",
    permission=_READ,
    response=CaseOut,
    errors=[_MISSING],
)
def get_case(req: Request[Any, NoQuery]) -> Reply:
    """Of a review, a question or an answer, by its id."""
    return _shown(whole_case(req.path["id"]))


@queue_api.operation(
    "POST", _ONE, summary="Decide about a text", permission=_WRITE, body=DecisionIn, response=DecisionOut, idempotent=CatalogTable,
    errors=[_MISSING, (409, "nothing_to_decide"), (409, "version_conflict"), (422, "reason_required")], headers=("If-Match",),
)  # fmt: skip
def post_decision(req: Request[DecisionIn, NoQuery]) -> Reply:
    """All of it can be taken back. With If-Match, a text that its writer changed meanwhile is looked at again (409 `version_conflict`)."""
    body, subject_id = req.body, req.path["id"]
    reason = required_reason(body.reason) if body.action in (Action.REJECT, Action.HIDE) else None
    decision = decision_now(body.action, reason, body.note, req.caller.id)
    answer = Reply(DecisionOut(**vars(decision)))
    kind_of(subject_id).decide(subject_id, decision, req.caller.actor, req.if_match(), req.remembering(lambda: answer))
    return answer
