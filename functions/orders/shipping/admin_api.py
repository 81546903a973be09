"""Parcels as staff read them and keep notes on them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from functions.orders.model.shipment import Shipment
from functions.orders.placed.staff.own_part import is_theirs
from functions.orders.shipping.again.send_again import send_again
from functions.orders.shipping.cancel_parcel import cancel_parcel
from functions.orders.shipping.note_parcel import note_parcel, parcel
from functions.orders.shipping.schemas import CancelParcelIn, ParcelOut, ParcelsOut, SendAgainIn, ShipmentsQuery, shipment_view
from functions.orders.store.parcel_lists import parcels_listed
from functions.orders.store.parcels.limited_lists import parcels_within
from functions.orders.store.parcels.touched import OF_ORDER, OF_PARCEL
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.scope import SHARED
from functions.shared.http.notes import NotesPatch
from functions.shared.http.operation import Api, NoQuery, Reply, Request

parcel_api = Api("shipping")

_MISSING = (404, "not_found")


def _reply(shipment: Shipment) -> Reply:
    return Reply(shipment_view(shipment), etag=str(shipment.version))


@parcel_api.operation(
    "GET",
    "/v1/admin/orders/{id}/shipments",
    summary="Parcels of an order",
    permission="orders.read",
    scope=OF_ORDER,
    response=ParcelsOut,
    errors=[_MISSING],
)
def list_parcels(req: Request[Any, NoQuery]) -> ParcelsOut:
    """Oldest first, cancelled ones too. Who acts for some merchants or warehouses only sees theirs."""
    return ParcelsOut(data=[shipment_view(one) for one in parcels_of(req.path["id"]).shipments if is_theirs(one, req.caller)])


@parcel_api.operation(
    "GET", "/v1/admin/orders/{id}/shipments/{shipment_id}", summary="A parcel", permission="orders.read", response=ParcelOut,
    scope=OF_PARCEL, errors=[_MISSING],
)  # fmt: skip
def read_parcel(req: Request[Any, NoQuery]) -> Reply:
    return _reply(parcel(req.path["id"], req.path["shipment_id"]))


@parcel_api.operation(
    "PATCH", "/v1/admin/orders/{id}/shipments/{shipment_id}", summary="Keep notes on a parcel", permission="shipments.write",
    scope=OF_PARCEL,
    body=NotesPatch, response=ParcelOut, idempotent=OrdersTable, headers=("If-Match",), errors=[_MISSING, (409, "version_conflict")],
)  # fmt: skip
def patch_parcel(req: Request[NotesPatch, NoQuery]) -> Reply:
    noted = note_parcel(
        req.path["id"],
        req.path["shipment_id"],
        req.body.notes(),
        actor=req.caller.actor,
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(noted)


@parcel_api.operation(
    "POST", "/v1/admin/orders/{id}/shipments/{shipment_id}/cancel", summary="Cancel a parcel at its courier", permission="shipments.write",
    scope=OF_PARCEL,
    body=CancelParcelIn, response=ParcelOut, idempotent=OrdersTable,
    errors=[_MISSING, (409, "parcel_handed_over"), (409, "void_refused")],
)  # fmt: skip
def stop_parcel(req: Request[CancelParcelIn, NoQuery]) -> Reply:
    """`cancelled`: its pieces are the order's again, for another parcel. `cancelling`: the courier does not answer and is asked again by
    itself; until then the pieces stay in it. Refused (409) it goes on."""
    stopped = cancel_parcel(
        req.path["id"], req.path["shipment_id"], told=req.body.told, actor=req.caller.actor, remember=req.remembering(_reply)
    )
    return _reply(stopped)


@parcel_api.operation(
    "POST", "/v1/admin/orders/{id}/shipments/{shipment_id}/send_again", summary="Send again what came back",
    permission="shipments.write", scope=OF_PARCEL,
    body=SendAgainIn, response=ParcelOut, idempotent=OrdersTable,
    errors=[
        _MISSING, (409, "not_came_back"), (409, "pieces_put_right"), (409, "exchange_parcel"), (409, "order_not_shippable"),
        (422, "unknown_line"),
    ],
)  # fmt: skip
def ship_again(req: Request[SendAgainIn, NoQuery]) -> Reply:
    """A parcel that came back without having arrived: its pieces lie on their shelf, wait on their order, and are sent as any, also in
    several parcels, to an address that was corrected before. Not those whose money went back, or that are in a case."""
    pieces = Counter[str]()
    for line in req.body.lines or ():
        pieces[line.line_id] += line.quantity
    sent = send_again(req.path["id"], req.path["shipment_id"], pieces or None, actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(sent)


@parcel_api.operation(
    "GET", "/v1/admin/shipments", summary="Parcels of all orders by status", permission="orders.read", query=ShipmentsQuery,
    response=ParcelsOut, scope=SHARED,
)  # fmt: skip
def list_shipments(req: Request[Any, ShipmentsQuery]) -> ParcelsOut:
    """The newest first, as far as two years back; cancelled ones stand under CANCELLED. Who acts for some merchants or warehouses only sees
    theirs."""
    asked, caller = req.query, req.caller
    if caller.is_limited:
        page = parcels_within(asked.status, caller.merchants, caller.warehouses, limit=asked.limit, cursor=asked.cursor)
    else:
        page = parcels_listed(asked.status, limit=asked.limit, cursor=asked.cursor)
    return ParcelsOut(data=[shipment_view(one) for one in page.data], next_cursor=page.next_cursor)
