"""Recalls over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.recall import Recall
from functions.aftersales.recalls.open_recall import close_recall, look_again, open_recall
from functions.aftersales.recalls.schemas import NoticeOut, NoticePage, NoticesQuery, RecallCloseIn, RecallIn, RecallOut, RecallPage
from functions.aftersales.store.recalls import counts_of, get_recall, list_notices, list_recalls
from functions.aftersales.store.records import AftersalesTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

recalls_admin_api = Api("recalls")
_MISSING = (404, "not_found")
_EXAMPLE = {
    "variant_ids": ["var_01K2Z8Q1N5V9T3R7W4X6Y8Z0AB"],
    "product": {"en": "Kettle BX-200", "zh": "电水壶 BX-200"},
    "hazard": {"en": "The handle can break: risk of burns.", "zh": "把手可能断裂，有烫伤危险。"},
    "action": {"en": "Unplug it and do not fill it.", "zh": "请拔下插头，不要加水。"},
    "remedies": ["refund", "repair"],
    "url": "https://shop.example/recall",
}


def _reply(recall: Recall, status: int = 200) -> Reply:
    return Reply(RecallOut.of(recall, counts_of(recall.id)), status, etag=str(recall.version))


@recalls_admin_api.operation(
    "POST", "/v1/admin/recalls", summary="Recall variants", permission="recalls.write", body=RecallIn, response=RecallOut, status=201,
    idempotent=AftersalesTable, example=_EXAMPLE, errors=[(422, "unknown_variant"), (422, "lowers_the_risk"), (422, "remedies_missing")],
)  # fmt: skip
def post_recall(req: Request[RecallIn, NoQuery]) -> Reply:
    """From this call on nothing of them is sold. Unpaid orders of them end, paid ones that have not left are held, and whoever was sent one
    is told, once for each order, with the link by which they choose their remedy."""
    actor = req.caller.actor
    made = open_recall(
        req.body.recall(actor.id or actor.kind), list(req.body.variant_ids), actor=actor,
        remember=req.remembering(lambda recall: _reply(recall, 201)),
    )  # fmt: skip
    return _reply(made, 201)


@recalls_admin_api.operation(
    "GET", "/v1/admin/recalls", summary="Recalls, oldest first", permission="orders.read", query=PageQuery, response=RecallPage
)
def get_list(req: Request[Any, PageQuery]) -> RecallPage:
    page = list_recalls(limit=req.query.limit, cursor=req.query.cursor)
    return RecallPage(data=[RecallOut.of(one, counts_of(one.id)) for one in page.data], next_cursor=page.next_cursor)


@recalls_admin_api.operation(
    "GET", "/v1/admin/recalls/{id}", summary="A recall and its progress", permission="orders.read", response=RecallOut, errors=[_MISSING]
)
def get_one(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(get_recall(req.path["id"]))


@recalls_admin_api.operation(
    "GET", "/v1/admin/recalls/{id}/notices", summary="The orders whose buyers were told", permission="orders.read", query=NoticesQuery,
    response=NoticePage, errors=[_MISSING],
)  # fmt: skip
def get_notices(req: Request[Any, NoticesQuery]) -> NoticePage:
    """In one state. A page can be shorter than `limit` and still have a `next_cursor`."""
    recall = get_recall(req.path["id"])
    page = list_notices(recall.id, req.query.status, limit=req.query.limit, cursor=req.query.cursor)
    return NoticePage(data=[NoticeOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@recalls_admin_api.operation(
    "POST", "/v1/admin/recalls/{id}/look_again", summary="Look at all orders again now", permission="recalls.write", response=RecallOut,
    idempotent=AftersalesTable, errors=[_MISSING, (409, "recall_closed")],
)  # fmt: skip
def post_look_again(req: Request[NoBody, NoQuery]) -> Reply:
    """Else that is done every day while the recall is open. Nobody is told twice."""
    return _reply(look_again(req.path["id"], remember=req.remembering(_reply)))


@recalls_admin_api.operation(
    "POST", "/v1/admin/recalls/{id}/close", summary="Close a recall", permission="recalls.write", body=RecallCloseIn, response=RecallOut,
    idempotent=AftersalesTable, errors=[_MISSING, (409, "recall_closed"), (409, "recall_looking")],
)  # fmt: skip
def post_close(req: Request[RecallCloseIn, NoQuery]) -> Reply:
    """Nobody is looked for any more, and remedies that were not chosen cannot be. Cases that were opened go on."""
    closed = close_recall(req.path["id"], on_sale_again=req.body.on_sale_again, actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(closed)
