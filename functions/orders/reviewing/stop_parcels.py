"""What an order on hold has prepared is taken back: each parcel that has not left is cancelled, as staff cancel one.

Its pieces are the order's again once its courier has agreed. A courier that does not answer is asked again by the timer of voids; a parcel
that is collected already, or that its courier does not stop, goes on, and is an exception that people see.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice

from functions.orders.model.shipment import MAX_PARCELS
from functions.orders.shipping.cancel_parcel import cancel_parcel
from functions.orders.shipping.waybills import forget_nothing
from functions.orders.store.shipments import Parcels
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Conflict


def stop_parcels(parcels: Parcels, *, actor: Actor, most: int = MAX_PARCELS) -> None:
    """`most`: of so many couriers are asked now."""
    prepared = (one for one in parcels.shipments if one.counts and not one.shipped_at and not one.void)
    for shipment in islice(prepared, most):
        with suppress(Conflict):
            cancel_parcel(parcels.order.id, shipment.id, told=False, actor=actor, remember=forget_nothing)
