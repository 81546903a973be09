"""Who follows a carrier's parcels is told of each waybill once it is written; a tracker that does not answer is asked again by a timer."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Shipment
from functions.orders.shipping.booking import notify_url, waybill_ref
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.timers import SUBSCRIBE, Due, timer_delete
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid, Unavailable
from functions.shared.store.transactions import transact
from functions.shipping import Ability, Carrier, Subscription, find_carrier, tracker_of


def follow_by_timer(due: Due) -> None:
    """All parcels of the order that nobody follows yet. Raises Unavailable while a tracker does not answer: the timer comes again."""
    parcels = parcels_of(due.order_id)
    silent = [shipment.id for shipment in parcels.shipments if to_be_followed(shipment) and not _subscribe(parcels, shipment)]
    if silent:
        raise Unavailable("A tracker does not answer.", code="courier_unavailable", shipment_ids=silent)
    transact([timer_delete(due.order_id, SUBSCRIBE)])


def to_be_followed(shipment: Shipment) -> bool:
    return bool(shipment.waybill and shipment.counts and not shipment.followed and not shipment.delivered_at)


def _subscribe(parcels: Parcels, shipment: Shipment) -> bool:
    """Whether that is over: the tracker follows it, or never will. The parcel remembers the first, so that it is asked once."""
    found = find_carrier(shipment.carrier)
    if found is None or not found.subscribes or not tracker_of(found).able(Ability.SUBSCRIBE):
        return True
    try:
        waybill = waybill_ref(parcels, shipment, shipment.corrected_company or found.company)
        tracker_of(found).subscribe(Subscription(waybill, notify_url(found.followed_by)))
    except Unavailable as why:
        fact("shipment.not_followed", order_id=shipment.order_id, shipment_id=shipment.id, code=why.code)
        return False
    except (Conflict, Invalid) as why:
        fact("shipment.not_followed", order_id=shipment.order_id, shipment_id=shipment.id, code=why.code, reason=why.detail)
        return True
    _note(shipment, found)
    return True


def _note(shipment: Shipment, carrier: Carrier) -> None:
    def note(parcels: Parcels) -> None:
        before = parcels.find(shipment.id)
        if before is not None and before.waybill == shipment.waybill and not before.followed:
            after = parcels.as_written(replace(before, followed=carrier.followed_by))
            transact(write_parcel(parcels, after, actor=SYSTEM))

    on_parcels(shipment.order_id, note)
