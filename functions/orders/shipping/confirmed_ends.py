"""A courier that does not sign is asked before its message ends a parcel's way: a token in an address is a weak proof."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.shipping.booking import waybill_ref
from functions.orders.store.shipments import parcels_of
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import NotFound
from functions.shared.plain.tracking import TraceEvent
from functions.shipping import Courier, CourierMessage


def confirmed(courier: Courier, message: CourierMessage, order_id: str, shipment_id: str) -> Sequence[TraceEvent]:
    """The message's events; in place of ends that it alone tells, all that the courier says when asked. Raises Unavailable, Conflict."""
    believed = [event for event in message.events if event.known not in courier.confirms]
    if len(believed) == len(message.events):
        return message.events
    parcels = parcels_of(order_id)
    shipment = parcels.find(shipment_id)
    if shipment is None:
        raise NotFound("There is no such shipment.")
    told = courier.query(waybill_ref(parcels, shipment, message.company)).events
    if not any(event.known in courier.confirms for event in told):
        fact("courier.not_confirmed", courier=courier.code, shipment_id=shipment_id)
    return [*believed, *(event for event in told if event not in believed)]
