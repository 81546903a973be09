"""Queue `fulfilment`: shipment.planned, pick.packed; also once a dispute is over: what it held back goes on."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import fulfilment, packed_parcels
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.picks import PickPacked
from functions.shared.events.contracts.shipments import ShipmentPlanned
from functions.shared.outside.time_left import in_time

# Seconds: one call to a courier at its slowest, and the writes after it.
_ONE_CALL = 12.0


@in_time
def fulfil(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        ShipmentPlanned.TYPE: fulfilment.book_planned,
        OrderDisputeClosed.TYPE: fulfilment.book_held_back,
        PickPacked.TYPE: packed_parcels.parcel_packed,
    }
    return each_event(event, handlers, consumer="fulfilment", needs=_ONE_CALL)
