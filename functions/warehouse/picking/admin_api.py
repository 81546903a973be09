"""Picking over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.shared.auth.scope import Scope
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.store.listing import states_in
from functions.warehouse.model.pick import Pick, PickState
from functions.warehouse.picking.pack_parcel import pack_parcel
from functions.warehouse.picking.scan_piece import scan_piece
from functions.warehouse.picking.schemas import PickOut, PickPage, PicksQuery, ScanIn, ShortIn
from functions.warehouse.picking.tell_missing import tell_missing
from functions.warehouse.store.picks import list_picks, on_pick
from functions.warehouse.store.records import WarehouseTable

pick_api = Api("warehouse")
_READ, _WRITE = "orders.read", "shipments.write"
_MISSING, _STATE, _HOLD = (404, "not_found"), (409, "illegal_transition"), (409, "order_on_hold")


def _this(req: Request[Any, Any]) -> Pick:
    return on_pick(req.path["id"], lambda pick: pick)


_THIS = Scope(warehouses=lambda req: (_this(req).warehouse_id,), merchants=lambda req: (_this(req).merchant_id,))


def _reply(pick: Pick) -> Reply:
    return Reply(PickOut.of(pick), etag=str(pick.version))


@pick_api.operation(
    "GET",
    "/v1/admin/picks",
    summary="What is to be picked in a warehouse",
    permission=_READ,
    query=PicksQuery,
    response=PickPage,
    scope=Scope(warehouses=lambda req: (req.query.warehouse,)),
)
def get_picks(req: Request[Any, PicksQuery]) -> PickPage:
    """By bin, then the oldest first."""
    asked = req.query
    return PickPage.of(list_picks(asked.warehouse, states_in(PickState, asked.state), limit=asked.limit, cursor=asked.cursor))


@pick_api.operation(
    "GET", "/v1/admin/picks/{id}", summary="A pick request", permission=_READ, response=PickOut, errors=[_MISSING], scope=_THIS
)
def get_pick(req: Request[Any, NoQuery]) -> Reply:
    return _reply(on_pick(req.path["id"], lambda pick: pick))


@pick_api.operation(
    "POST",
    "/v1/admin/picks/{id}/scan",
    summary="Count scanned pieces",
    permission=_WRITE,
    scope=_THIS,
    body=ScanIn,
    response=PickOut,
    idempotent=WarehouseTable,
    errors=[_MISSING, _STATE, _HOLD, (409, "too_many_scanned"), (422, "not_on_list")],
)
def post_scan(req: Request[ScanIn, NoQuery]) -> Reply:
    """Send an Idempotency-Key with each scan: then one that is repeated counts once."""
    return _reply(scan_piece(req.path["id"], req.body.barcode, req.body.quantity, remember=req.remembering(_reply)))


@pick_api.operation(
    "POST",
    "/v1/admin/picks/{id}/pack",
    summary="Close a parcel whose pieces are all scanned",
    permission=_WRITE,
    scope=_THIS,
    response=PickOut,
    idempotent=WarehouseTable,
    errors=[_MISSING, _STATE, _HOLD, (409, "not_all_scanned")],
)
def post_pack(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(pack_parcel(req.path["id"], actor=req.caller.actor, remember=req.remembering(_reply)))


@pick_api.operation(
    "POST",
    "/v1/admin/picks/{id}/short",
    summary="Tell which pieces were not found",
    permission=_WRITE,
    scope=_THIS,
    body=ShortIn,
    response=PickOut,
    idempotent=WarehouseTable,
    errors=[_MISSING, _STATE, _HOLD, (409, "already_short"), (422, "unknown_line"), (422, "more_than_open")],
)
def post_short(req: Request[ShortIn, NoQuery]) -> Reply:
    """They leave the parcel, are written off their shelf, and are planned again from elsewhere; what is left is packed without them."""
    missing = {line.line_id: line.quantity for line in req.body.lines}
    return _reply(tell_missing(req.path["id"], missing, actor=req.caller.actor, remember=req.remembering(_reply)))
