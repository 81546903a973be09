"""A planned parcel gets its waybill by itself, where its carrier writes waybills by an API; else it waits for people."""

from __future__ import annotations

from collections.abc import Mapping

from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.shipping.may_leave import NOTHING, check_hold, check_money, check_room
from functions.orders.shipping.waiting_parcels import book_by_itself
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.events.contracts.shipments import ShipmentPlanned
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shipping import Ability, Carrier, carrier, carriers, writer_of


def book_planned(envelope: Envelope) -> None:
    """The courier of a planned parcel is asked for its waybill, however often it is told."""
    planned = data_of(envelope, ShipmentPlanned)
    _book(planned.order_id, planned.shipment_id, planned.carrier)


def book_held_back(envelope: Envelope) -> None:
    """What was planned when the order's money kept it from leaving."""
    for shipment in parcels_of(envelope.subject).shipments:
        if shipment.planned_at and shipment.counts and not shipment.waybill:
            _book(envelope.subject, shipment.id, shipment.carrier)


def _book(order_id: str, shipment_id: str, carrier_code: str) -> None:
    if writer_of(carrier(carrier_code)).able(Ability.WAYBILL):
        book_by_itself(order_id, shipment_id)
    else:
        fact("fulfilment.left_to_people", order_id=order_id, shipment_id=shipment_id, carrier=carrier_code)


def carrier_for_delivery(code: str, known: Mapping[str, Carrier] | None = None) -> Carrier:
    """The carrier that takes an order's parcels: the chosen one, else whichever of ours writes waybills by itself, else people. One Query
    unless the carriers are known."""
    known = carriers() if known is None else known
    if code in known:
        return known[code]
    ours = [one for one in known.values() if one.enabled]
    return next((one for one in ours if writer_of(one).able(Ability.WAYBILL)), ours[0] if ours else next(iter(known.values())))


def may_leave(parcels: Parcels, quantities: dict[str, int]) -> bool:
    """Whether the order lets so many pieces leave by themselves: it is not on hold, and its money covers them."""
    try:
        check_hold(parcels)
        check_room(parcels)
        check_money(parcels.with_shipment(new_shipment(parcels, "shp_next", "", quantities)), NOTHING)
    except Conflict:
        return False
    return True


def new_shipment(parcels: Parcels, shipment_id: str, carrier: str, quantities: dict[str, int]) -> Shipment:
    """A parcel of the given quantities per line id, promised for the day the buyer was told."""
    order = parcels.order
    sellers = {line.merchant_id or "" for line in order.lines if quantities.get(line.line_id)}
    return Shipment(
        id=shipment_id,
        order_id=order.id,
        number=order.number,
        carrier=carrier,
        lines=[
            ShipmentLine(line.line_id, line.variant_id, line.sku, quantities[line.line_id])
            for line in order.lines
            if quantities.get(line.line_id)
        ],
        created_at=times.iso(clock.now()),
        eta=order.delivery.promised_date,
        merchant_id=sellers.pop() if len(sellers) == 1 else "",
    )
