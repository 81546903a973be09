"""Reminders of carts over HTTP, for staff."""

from __future__ import annotations

from functions.marketing.campaigns.figures import flow_figures, flow_results
from functions.marketing.campaigns.schemas import FiguresOut, ResultsOut, ResultsQuery
from functions.marketing.carts.schemas import CartRemindersModel, CartRemindersOut, reminders_view
from functions.marketing.model.left_cart import FLOW, Reminders
from functions.marketing.store.left_carts import change_reminders, kept_reminders
from functions.marketing.store.records import MarketingTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

reminders_api = Api("settings")
_PATH, _READ, _WRITE = "/v1/admin/cart_reminders", "marketing.read", "marketing.write"


@reminders_api.operation("GET", _PATH, summary="How left carts are reminded of", permission=_READ, response=CartRemindersOut)
def read_reminders(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_reminders())


@reminders_api.operation(
    "PUT", _PATH, summary="Set how left carts are reminded of", permission=_WRITE, body=CartRemindersModel, response=CartRemindersOut,
    idempotent=MarketingTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_reminders(req: Request[CartRemindersModel, NoQuery]) -> Reply:
    """Holds for the next message on; nothing is told by a step that is more than three days late."""
    return _reply(*change_reminders(lambda _: req.body.reminders(), if_match=req.if_match(), remember=_document.remembering(req)))


@reminders_api.operation("GET", f"{_PATH}/figures", summary="What became of reminders of carts", permission=_READ, response=FiguresOut)
def read_reminder_figures(_req: Request[NoBody, NoQuery]) -> FiguresOut:
    return FiguresOut.of(flow_figures(FLOW))


@reminders_api.operation(
    "GET", f"{_PATH}/results", summary="What those did who were reminded, and those who were not", permission=_READ, query=ResultsQuery,
    response=ResultsOut,
)  # fmt: skip
def read_reminder_results(req: Request[NoBody, ResultsQuery]) -> ResultsOut:
    return ResultsOut.of(FLOW, req.query.days, flow_results(FLOW, req.query.days))


def _reply(one: Reminders, version: int) -> Reply:
    return Reply(reminders_view(one, version), etag=str(version))


_document = Document("cart_reminders", _reply, lambda: _reply(*kept_reminders()))
_document.restored_by(
    reminders_api, put_reminders, _PATH, body=CartRemindersModel, response=CartRemindersOut, permission=_WRITE, idempotent=MarketingTable
)
