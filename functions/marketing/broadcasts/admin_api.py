"""Broadcasts over HTTP, for staff."""

from __future__ import annotations

from functions.marketing.broadcasts import write_broadcast
from functions.marketing.broadcasts.schemas import BroadcastIn, BroadcastList, BroadcastOut
from functions.marketing.model.broadcast import Broadcast
from functions.marketing.store.broadcasts import broadcasts, get_broadcast
from functions.marketing.store.records import MarketingTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

broadcasts_api = Api("broadcasts")
_READ, _WRITE = "marketing.read", "marketing.write"
_BASE, _ONE = "/v1/admin/broadcasts", "/v1/admin/broadcasts/{id}"
_MISSING, _MOVED = (404, "not_found"), (409, "illegal_transition")


def _reply(one: Broadcast, status: int = 200) -> Reply:
    return Reply(BroadcastOut.of(one), status, etag=str(one.version))


def _created(one: Broadcast) -> Reply:
    return _reply(one, 201)


@broadcasts_api.operation("GET", _BASE, summary="Broadcasts", permission=_READ, query=PageQuery, response=BroadcastList)
def list_broadcasts(req: Request[NoBody, PageQuery]) -> BroadcastList:
    """Newest first."""
    page = broadcasts(limit=req.query.limit, cursor=req.query.cursor)
    return BroadcastList(data=[BroadcastOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@broadcasts_api.operation("GET", _ONE, summary="A broadcast", permission=_READ, response=BroadcastOut, errors=[_MISSING])
def read_broadcast(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(get_broadcast(req.path["id"]))


@broadcasts_api.operation(
    "POST", _BASE, summary="Write a broadcast", permission=_WRITE, status=201, body=BroadcastIn, response=BroadcastOut,
    idempotent=MarketingTable,
    example={
        "name": "Storm", "subject": {"zh": "配送延迟", "en": "Parcels are late"}, "text": {"zh": "因台风延迟。", "en": "There is a storm."},
        "brief": {"zh": "配送延迟", "en": "Your parcel is late."}, "affected": {"placed_from": "2026-11-01T00:00:00Z", "carriers": ["sf"]},
    },
)  # fmt: skip
def create_broadcast(req: Request[BroadcastIn, NoQuery]) -> Reply:
    """A draft: nobody is told before it is sent."""
    return _created(write_broadcast.create(req.body.fields(), caller=req.caller, remember=req.remembering(_created)))


@broadcasts_api.operation(
    "POST", "/v1/admin/broadcasts/{id}/send", summary="Tell the buyers of the affected orders", permission=_WRITE, response=BroadcastOut,
    idempotent=MarketingTable, headers=("If-Match",), errors=[_MISSING, _MOVED],
)  # fmt: skip
def send_broadcast(req: Request[NoBody, NoQuery]) -> Reply:
    """Each once, by mail (by text message who gave no address), inbox, push and WeChat; nothing switches it off, as it is about their
    order."""
    return _reply(write_broadcast.send(req.path["id"], expected=req.if_match(), remember=req.remembering(_reply)))


@broadcasts_api.operation(
    "POST", "/v1/admin/broadcasts/{id}/cancel", summary="Stop a broadcast", permission=_WRITE, response=BroadcastOut,
    idempotent=MarketingTable, headers=("If-Match",), errors=[_MISSING, _MOVED],
)  # fmt: skip
def cancel_broadcast(req: Request[NoBody, NoQuery]) -> Reply:
    """Whoever was not told yet is not told, and its banner goes."""
    return _reply(write_broadcast.cancel(req.path["id"], expected=req.if_match(), remember=req.remembering(_reply)))
