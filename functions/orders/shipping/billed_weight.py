"""What a courier says it weighed is kept beside what the shop had reckoned with."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Freight
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.shipments import Parcels
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import transact


def note_billed(order_id: str, shipment_id: str, grams: int, *, actor: Actor) -> None:
    """The last word counts; the same once more changes nothing."""

    def note(parcels: Parcels) -> None:
        before = parcels.find(shipment_id)
        if before is None or (before.billed is not None and before.billed.weight_g == grams):
            return
        after = parcels.as_written(replace(before, billed=replace(before.billed or Freight(grams), weight_g=grams)))
        transact(write_parcel(parcels, after, actor=actor))

    on_parcels(order_id, note)
