"""Slots as staff fill and publish them."""

from __future__ import annotations

from typing import Any

from functions.content.blocks.show_blocks import Reader
from functions.content.model.slot import SlotEdition
from functions.content.slots.save_slot import publish_slot, save_slot
from functions.content.slots.schemas import (
    SlotEditionOut,
    SlotEditionPage,
    SlotIn,
    SlotOut,
    SlotPage,
    SlotPreviewQuery,
    SlotPublishIn,
    SlotRow,
    SlotView,
)
from functions.content.slots.show_home import preview_slot
from functions.content.store.records import ContentTable
from functions.content.store.slots import KnownSlot, slot_edition, slot_editions_page, slot_named, slots_page
from functions.pricing import STRANGER
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain import times

slots_api = Api("content")
_ONE = "/v1/admin/slots/{slot}"
_READ, _WRITE = "content.read", "content.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")


def _saved(known: KnownSlot, edition: SlotEdition) -> Reply:
    return Reply(SlotOut.made_of(known, edition, times.iso(clock.now())), etag=str(known.version))


def _published(known: KnownSlot) -> Reply:
    return Reply(SlotRow.of(known, times.iso(clock.now())), etag=str(known.version))


@slots_api.operation(
    "GET", "/v1/admin/slots", summary="Slots", permission=_READ, query=PageQuery, response=SlotPage, errors=[(400, "invalid_cursor")]
)
def get_slots(req: Request[Any, PageQuery]) -> SlotPage:
    """By their names."""
    page, now = slots_page(limit=req.query.limit, cursor=req.query.cursor), times.iso(clock.now())
    return SlotPage(data=[SlotRow.of(known, now) for known in page.data], next_cursor=page.next_cursor)


@slots_api.operation("GET", _ONE, summary="A slot", permission=_READ, response=SlotOut, errors=[_MISSING])
def get_slot(req: Request[Any, NoQuery]) -> Reply:
    known = slot_named(req.path["slot"])
    return _saved(known, slot_edition(known.slot.code, known.slot.latest))


@slots_api.operation(
    "PUT", _ONE, summary="Save what a slot shows", permission=_WRITE, body=SlotIn, response=SlotOut, idempotent=ContentTable,
    errors=[_MISSING, _STALE, (409, "too_many_slots")], headers=("If-Match",),
)  # fmt: skip
def put_slot(req: Request[SlotIn, NoQuery]) -> Reply:
    """A new edition, of a new slot where there is none; readers see it once it is published."""
    body, lock, remember = req.body, req.if_match(), req.remembering(_saved)
    return _saved(*save_slot(req.path["slot"], body.content(), body.note, if_match=lock, caller=req.caller, remember=remember))


@slots_api.operation(
    "GET", f"{_ONE}/editions", summary="What a slot showed before", permission=_READ, query=PageQuery, response=SlotEditionPage,
    errors=[_MISSING, (400, "invalid_cursor")],
)  # fmt: skip
def get_slot_editions(req: Request[Any, PageQuery]) -> SlotEditionPage:
    """The newest first."""
    code = slot_named(req.path["slot"]).slot.code
    page = slot_editions_page(code, limit=req.query.limit, cursor=req.query.cursor)
    return SlotEditionPage(data=[SlotEditionOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@slots_api.operation(
    "GET", f"{_ONE}/preview", summary="A slot as readers would get it", permission=_READ, query=SlotPreviewQuery, response=SlotView,
    errors=[_MISSING],
)  # fmt: skip
def get_slot_preview(req: Request[Any, SlotPreviewQuery]) -> SlotView:
    """A draft, too; at a time to come, with today's prices and stock, as whoever is not signed in."""
    query, slot = req.query, slot_named(req.path["slot"]).slot
    content = slot_edition(slot.code, query.edition or slot.latest).content
    wanted = [query.language.lower()] if query.language else req.languages
    return preview_slot(slot.code, content, Reader(wanted, query, STRANGER), query.at or times.iso(clock.now()))


@slots_api.operation(
    "POST", f"{_ONE}/publish", summary="Publish an edition of a slot", permission=_WRITE, body=SlotPublishIn, response=SlotRow,
    idempotent=ContentTable, errors=[_MISSING, _STALE, (422, "time_passed")], headers=("If-Match",),
)  # fmt: skip
def post_slot_publish(req: Request[SlotPublishIn, NoQuery]) -> Reply:
    """Readers see it within 15 seconds; what is planned, at its second. The edition that is live, published again, takes a plan back."""
    body, lock, remember = req.body, req.if_match(), req.remembering(_published)
    return _published(publish_slot(req.path["slot"], body.edition, body.at, if_match=lock, remember=remember))
