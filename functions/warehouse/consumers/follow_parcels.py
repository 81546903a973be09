"""Queue `picks`: parcels that are planned, cancelled or gone, orders that are cancelled, paid back or released."""

from __future__ import annotations

from typing import Any

from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_reviews import OrderReviewReleased
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded
from functions.shared.events.contracts.shipment_voids import ShipmentCancelled
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPlanned
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time
from functions.warehouse.picking import follow_parcel


@in_time
def follow_parcels(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    of_parcels = dict.fromkeys((ShipmentPlanned.TYPE, ShipmentCancelled.TYPE, ShipmentHandedOver.TYPE), _of_parcel)
    of_orders = dict.fromkeys((OrderCancelled.TYPE, OrderRefunded.TYPE, OrderReviewReleased.TYPE), _of_order)
    return each_event(event, {**of_parcels, **of_orders}, consumer="picks")


def _of_parcel(envelope: Envelope) -> None:
    follow_parcel.follow_parcels(envelope.data["order_id"])


def _of_order(envelope: Envelope) -> None:
    follow_parcel.follow_parcels(envelope.subject)
