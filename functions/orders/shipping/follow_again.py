"""A tracker gave up before the carrier knew the number: it is asked again in a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.shipments import Parcels
from functions.orders.store.timers import SUBSCRIBE, timer_put
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import transact

AFTER = timedelta(minutes=30)
_TOO_LATE = timedelta(days=1)


def follow_again(order_id: str, shipment_id: str, told_at: str) -> None:
    """Half an hour after it was told. The same message worked on a day later changes nothing: that was done then."""
    due = times.parse(told_at) + AFTER

    def note(parcels: Parcels) -> None:
        before = parcels.find(shipment_id)
        if before is None or not before.followed or before.delivered_at or clock.now() > due + _TOO_LATE:
            return
        after = parcels.as_written(replace(before, followed=""))
        transact([*write_parcel(parcels, after, actor=SYSTEM), timer_put(order_id, SUBSCRIBE, due)])

    on_parcels(order_id, note)
