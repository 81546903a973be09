"""That a parcel is to be picked, as its warehouse hears it."""

from __future__ import annotations

from functions.orders.model.shipment import Shipment
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.events.contracts.shipments import PlannedLine, ShipmentPlanned
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Write


def planned_put(parcel: Shipment, actor: Actor = SYSTEM) -> Write:
    """Beside the write that gives it its `planned_at`: a parcel is told once."""
    lines = [PlannedLine(one.line_id, one.variant_id, one.sku, one.quantity, one.shelf) for one in parcel.lines]
    planned = ShipmentPlanned(
        parcel.id, parcel.order_id, parcel.number, parcel.warehouse_id, parcel.merchant_id, parcel.carrier, parcel.service, lines
    )
    return event_put(OrdersTable, order_pk(parcel.order_id), planned, subject=parcel.id, actor=actor, cause="planned")
