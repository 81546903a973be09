"""HTTP operations of shipping: staff ship and report where parcels are."""

from __future__ import annotations

from functions.orders.model.shipment import Shipment
from functions.orders.shipping import ship_order, tracking
from functions.orders.shipping.may_leave import Anyway
from functions.orders.shipping.schemas import (
    ParcelOut,
    ShipOrderIn,
    TraceEventIn,
    shipment_view,
)
from functions.orders.store.parcels.touched import OF_PARCEL, SHIPPED
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent

api = Api("shipping")
_NOT_TAKEN = (
    "area_not_served", "address_too_long", "po_box_not_taken", "point_not_served", "weight_missing", "too_heavy", "unknown_service",
    "too_heavy_for_point", "too_large_for_point",
)  # fmt: skip


@api.operation(
    "POST",
    "/v1/admin/orders/{id}/shipments",
    summary="Ship a part or the rest of an order",
    scope=SHIPPED,
    permission="shipments.write",
    body=ShipOrderIn,
    response=ParcelOut,
    status=201,
    idempotent=OrdersTable,
    errors=[
        (404, "not_found"),
        (409, "quantity_exceeds_ordered"),
        (409, "pieces_refunded"),
        (409, "awaiting_stock"),
        (409, "order_unpaid"),
        (409, "order_disputed"),
        (409, "order_on_hold"),
        (409, "too_many_parcels"),
        (409, "out_of_stock"),
        (409, "order_not_shippable"),
        (409, "courier_refused"),
        (409, "waybill_taken"),
        (409, "several_warehouses"),
        (409, "carrier_disabled"),
        *((422, code) for code in _NOT_TAKEN),
        (422, "unknown_warehouse"),
        (422, "eta_in_the_past"),
    ],
)
def ship(req: Request[ShipOrderIn, NoQuery]) -> Reply:
    """With `waybill` the parcel is handed over now; without, the carrier writes one and reports the hand-over itself. Who acts for some
    merchants only ships their lines, and not in spite of what money says."""
    body = req.body
    command = ship_order.ShipOrder(
        order_id=req.path["id"],
        carrier=body.carrier,
        quantities=body.quantities(),
        waybill=body.waybill or "",
        warehouse_id=body.warehouse_id or "",
        service=body.service or "",
        weight_g=body.weight_g,
        eta=body.eta or "",
        cause=req.key.scope + req.key.fingerprint if req.key else "",
        metadata=body.metadata,
        private_metadata=body.private_metadata,
        anyway=Anyway(refunded=body.ship_refunded, unpaid=body.ship_unpaid, disputed=body.ship_disputed),
    )
    return _shipped(ship_order.ship(command, actor=req.caller.actor, remember=req.remembering(_shipped)))


@api.operation(
    "POST",
    "/v1/admin/orders/{id}/shipments/{shipment_id}/trace",
    summary="Report where a parcel is",
    scope=OF_PARCEL,
    permission="shipments.write",
    body=TraceEventIn,
    response=ParcelOut,
    status=201,
    idempotent=OrdersTable,
    errors=[(404, "not_found"), (422, "time_out_of_range")],
)
def report_trace(req: Request[TraceEventIn, NoQuery]) -> Reply:
    """For carriers that do not report by themselves."""
    body = req.body
    event = TraceEvent(times.iso(body.at or clock.now()), body.status.value, body.text, body.place)
    shipment = tracking.take_in(
        req.path["id"],
        req.path["shipment_id"],
        [event],
        actor=req.caller.actor,
        strict=True,
        collect_code=body.collect_code,
        remember=req.remembering(_shipped),
    )
    return _shipped(shipment)


def _shipped(shipment: Shipment) -> Reply:
    return Reply(shipment_view(shipment), 201)
