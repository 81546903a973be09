"""A paid order becomes a parcel by itself, where its carrier writes waybills by an API; else it waits for people."""

from __future__ import annotations

from functools import partial

from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.shipping.may_leave import NOTHING, check_money, check_room
from functions.orders.shipping.waiting_parcels import book_by_itself
from functions.orders.shipping.waybills import SHIPPABLE, on_parcels
from functions.orders.store.shipments import Parcels, write_parcel
from functions.shared.events.contracts.orders import OrderRefundFailed
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import transact
from functions.shipping import Ability, Carrier, carriers, writer_of


def fulfil_paid(envelope: Envelope) -> None:
    """An order that is paid or released gets one parcel with all that no parcel holds yet, and one waybill, however often it is told."""
    # Derived from the order: the second try finds the first one's parcel instead of making another.
    _parcel(envelope.subject, ids.derived_id("shp", envelope.subject, "automatic"))


def refill(envelope: Envelope) -> None:
    """Money that was to go back did not: pieces that were taken out of a parcel for it get a parcel of their own, once per refund."""
    failed = data_of(envelope, OrderRefundFailed)
    if not failed.came_back:
        _parcel(envelope.subject, ids.derived_id("shp", envelope.subject, "automatic", failed.refund_id))


def _parcel(order_id: str, shipment_id: str) -> None:
    if on_parcels(order_id, partial(_open, shipment_id)):
        book_by_itself(order_id, shipment_id)


def _open(shipment_id: str, parcels: Parcels) -> bool:
    """Whether the parcel is there to be booked (now or from an earlier try)."""
    if parcels.find(shipment_id):
        return True
    carrier = carrier_for_delivery(parcels.order.delivery.carrier)
    quantities = {line_id: quantity for line_id, quantity in parcels.remaining().items() if quantity}
    if (
        parcels.status not in SHIPPABLE
        or not quantities
        or not writer_of(carrier).able(Ability.WAYBILL)
        or not may_leave(parcels, quantities)
    ):
        fact("fulfilment.left_to_people", order_id=parcels.order.id, status=parcels.status.value, carrier=carrier.code)
        return False
    transact(write_parcel(parcels, new_shipment(parcels, shipment_id, carrier.code, quantities), actor=SYSTEM))
    return True


def carrier_for_delivery(code: str) -> Carrier:
    """The carrier that takes an order's parcels: the chosen one, else whichever of ours writes waybills by itself, else people."""
    known = carriers()
    if code in known:
        return known[code]
    ours = [one for one in known.values() if one.enabled]
    return next((one for one in ours if writer_of(one).able(Ability.WAYBILL)), ours[0] if ours else next(iter(known.values())))


def may_leave(parcels: Parcels, quantities: dict[str, int]) -> bool:
    """Whether the money of the order lets so many pieces leave by themselves."""
    try:
        check_room(parcels)
        check_money(parcels.with_shipment(new_shipment(parcels, "shp_next", "", quantities)), NOTHING)
    except Conflict:
        return False
    return True


def new_shipment(parcels: Parcels, shipment_id: str, carrier: str, quantities: dict[str, int]) -> Shipment:
    """A parcel of the given quantities per line id, promised for the day the buyer was told."""
    order = parcels.order
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
    )
