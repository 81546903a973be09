"""Notes on an order over HTTP."""

from __future__ import annotations

from functions.orders.model.noted.note import OrderNote
from functions.orders.noting.schemas import OrderNoteIn, OrderNoteOut, OrderNotesOut
from functions.orders.noting.write_notes import check_there, edit_note, remove_note, write_note
from functions.orders.store.noted.order_notes import notes_of
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

order_notes_api = Api("orders")
_NOTES = "/v1/admin/orders/{id}/notes"
_NOTE = "orders.note"
_MISSING, _CHANGED, _ERASED = (404, "not_found"), (409, "version_conflict"), (409, "buyer_erased")


def _reply(note: OrderNote, version: int) -> Reply:
    return Reply(OrderNoteOut.of(note, version), etag=str(version))


@order_notes_api.operation(
    "GET", _NOTES, summary="Notes on an order", permission="orders.read", query=PageQuery, response=OrderNotesOut, errors=[_MISSING]
)
def list_order_notes(req: Request[NoBody, PageQuery]) -> OrderNotesOut:
    """Newest first. Of the shop's staff alone: neither the buyer nor who acts for some merchants or warehouses reads them."""
    check_there(req.path["id"])
    page = notes_of(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return OrderNotesOut(data=[OrderNoteOut.of(*one) for one in page.data], next_cursor=page.next_cursor)


@order_notes_api.operation(
    "POST", _NOTES, summary="Write a note on an order", permission=_NOTE, status=201, body=OrderNoteIn, response=OrderNoteOut,
    idempotent=OrdersTable, errors=[_MISSING, _ERASED],
)  # fmt: skip
def post_order_note(req: Request[OrderNoteIn, NoQuery]) -> Reply:
    """For staff; what it says goes when the buyer is forgotten."""

    def made(note: OrderNote, version: int) -> Reply:
        return Reply(OrderNoteOut.of(note, version), 201, etag=str(version))

    return made(write_note(req.path["id"], req.body.text, caller=req.caller, remember=req.remembering(made)), 1)


@order_notes_api.operation(
    "PATCH", _NOTES + "/{note_id}", summary="Change a note on an order", permission=_NOTE, body=OrderNoteIn, response=OrderNoteOut,
    idempotent=OrdersTable, errors=[_MISSING, _CHANGED, _ERASED], headers=("If-Match",),
)  # fmt: skip
def patch_order_note(req: Request[OrderNoteIn, NoQuery]) -> Reply:
    """Their own; of others with `orders.write`."""
    order, note, keep = req.path["id"], req.path["note_id"], req.remembering(_reply)
    return _reply(*edit_note(order, note, req.body.text, caller=req.caller, expected=req.if_match(), remember=keep))


@order_notes_api.operation(
    "DELETE", _NOTES + "/{note_id}", summary="Remove a note on an order", permission=_NOTE, status=204, idempotent=OrdersTable,
    errors=[_MISSING, _CHANGED], headers=("If-Match",),
)  # fmt: skip
def delete_order_note(req: Request[NoBody, NoQuery]) -> Reply:
    """Their own; of others with `orders.write`."""
    done = Reply(None, 204)
    remove_note(req.path["id"], req.path["note_id"], caller=req.caller, expected=req.if_match(), remember=req.remember(done))
    return done
