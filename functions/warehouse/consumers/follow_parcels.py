"""Queue `picks`: parcels that are planned, cancelled or gone, orders that are cancelled, paid back or released, outside systems that take
a warehouse over."""

from __future__ import annotations

from typing import Any

from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_reviews import OrderReviewReleased
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded
from functions.shared.events.contracts.picks import WmsSet
from functions.shared.events.contracts.shipments import ShipmentCancelled, ShipmentHandedOver, ShipmentPlanned
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time
from functions.warehouse.picking import follow_parcel
from functions.warehouse.picking.retell import retell


@in_time
def follow_parcels(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    of_parcels = dict.fromkeys((ShipmentCancelled.TYPE, ShipmentHandedOver.TYPE), _of_parcel)
    of_orders = dict.fromkeys((OrderCancelled.TYPE, OrderRefunded.TYPE, OrderReviewReleased.TYPE), _of_order)
    known = {ShipmentPlanned.TYPE: _planned, **of_parcels, **of_orders, WmsSet.TYPE: _of_system}
    return each_event(event, known, consumer="picks")


def _planned(envelope: Envelope) -> None:
    told = data_of(envelope, ShipmentPlanned)
    follow_parcel.follow_parcels(told.order_id, told.shipment_id)


def _of_system(envelope: Envelope) -> None:
    told = data_of(envelope, WmsSet)
    retell(told.warehouse_id, told.setting)


def _of_parcel(envelope: Envelope) -> None:
    follow_parcel.follow_parcels(envelope.data["order_id"])


def _of_order(envelope: Envelope) -> None:
    follow_parcel.follow_parcels(envelope.subject)
