"""Drafts of orders over HTTP, for staff."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.drafting.end_draft import cancel_draft
from functions.orders.drafting.make_draft import change_draft, make_draft
from functions.orders.drafting.place_draft import PlacedDraft, place_draft
from functions.orders.drafting.schemas import DraftIn, DraftOut, DraftsOut, PlacedDraftOut, PlaceDraftIn
from functions.orders.drafting.views import draft_view
from functions.orders.placed.schemas import PageQuery
from functions.orders.placed.staff.views import admin_order_view
from functions.orders.store.drafts.drafts import KnownDraft, known_draft, open_drafts
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

draft_api = Api("orders")
_DRAFTS, _WRITE, _MISSING = "/v1/admin/draft_orders", "orders.write", (404, "not_found")
_PRICED = [
    (409, "unpublished"), (409, "not_offered"), (409, "out_of_stock"), (422, "line_named_twice"), (422, "unknown_customer"),
    (422, "email_missing"), (422, "address_missing"), (422, "currency_mismatch"), (422, "no_gift_card"), (422, "gift_card_price"),
    (422, "too_many_cards"), (422, "day_over"), (422, "too_late"),
    (422, "address_not_covered"), (422, "unknown_delivery_option"), (422, "total_too_large"), (422, "too_many_lines"),
    (422, "price_limit_exceeded"),
]  # fmt: skip
_OPEN = [_MISSING, (409, "version_conflict"), (409, "draft_ended")]


def _reply(known: KnownDraft, status: int = 200) -> Reply:
    return Reply(draft_view(known), status, etag=str(known.version))


@draft_api.operation("GET", _DRAFTS, summary="Drafts of orders", permission="orders.read", query=PageQuery, response=DraftsOut)
def list_drafts(req: Request[NoBody, PageQuery]) -> DraftsOut:
    """Those that are open, the oldest first."""
    page = open_drafts(limit=req.query.limit, cursor=req.query.cursor)
    return DraftsOut(data=[draft_view(one) for one in page.data], next_cursor=page.next_cursor)


@draft_api.operation(
    "POST", _DRAFTS, summary="Draft an order", permission=_WRITE, body=DraftIn, response=DraftOut, status=201, idempotent=OrdersTable,
    errors=_PRICED,
)  # fmt: skip
def post_draft(req: Request[DraftIn, NoQuery]) -> Reply:
    """Priced as it would be placed, and its stock set aside. A line can have another price than the catalogue's, with a reason; how
    much a role may take off is set with `/v1/admin/checkout_settings`."""
    keep = req.remembering(lambda known: _reply(known, 201))
    return _reply(make_draft(req.body.wish(), req.body.keeps, caller=req.caller, remember=keep), 201)


@draft_api.operation("GET", f"{_DRAFTS}/{{id}}", summary="Read a draft", permission="orders.read", response=DraftOut, errors=[_MISSING])
def read_draft(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(known_draft(req.path["id"]))


@draft_api.operation(
    "PUT", f"{_DRAFTS}/{{id}}", summary="Change a draft", permission=_WRITE, body=DraftIn, response=DraftOut, idempotent=OrdersTable,
    headers=("If-Match",), errors=[*_OPEN, *_PRICED],
)  # fmt: skip
def put_draft(req: Request[DraftIn, NoQuery]) -> Reply:
    """As a whole, at today's prices; pieces that it has set aside already stay."""
    body, keep = req.body, req.remembering(_reply)
    return _reply(change_draft(req.path["id"], body.wish(), body.keeps, caller=req.caller, if_match=req.if_match(), remember=keep))


@draft_api.operation(
    "POST", f"{_DRAFTS}/{{id}}/place", summary="Place a draft", permission=_WRITE, body=PlaceDraftIn, response=PlacedDraftOut, status=201,
    idempotent=OrdersTable, headers=("If-Match",), errors=[*_OPEN, (409, "already_placed")],
)  # fmt: skip
def post_place(req: Request[PlaceDraftIn, NoQuery]) -> Reply:
    """It is an order from now on, of the same id, and keeps what is set aside for it. Its buyer gets a link to pay."""

    def reply(placed: PlacedDraft) -> Reply:
        return Reply(PlacedDraftOut(order=admin_order_view(placed.page), payment_link=placed.payment_link), 201)

    within = timedelta(hours=req.body.pay_hours)
    return reply(place_draft(req.path["id"], within, caller=req.caller, if_match=req.if_match(), remember=req.remembering(reply)))


@draft_api.operation(
    "POST", f"{_DRAFTS}/{{id}}/cancel", summary="Cancel a draft", permission=_WRITE, response=DraftOut, idempotent=OrdersTable,
    headers=("If-Match",), errors=_OPEN,
)  # fmt: skip
def post_cancel(req: Request[NoBody, NoQuery]) -> Reply:
    """Its stock is for sale again."""
    return _reply(cancel_draft(req.path["id"], caller=req.caller, if_match=req.if_match(), remember=req.remembering(_reply)))
