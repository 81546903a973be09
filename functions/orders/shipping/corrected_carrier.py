"""A tracker says that another carrier has the parcel than the one it was given to: what it says is kept, and used from then on.

The parcel keeps its carrier, under which its waybill was claimed and messages find it. Whom buyers see, who is asked again, and whose
score it counts for is the one that has it.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.shipments import Parcels
from functions.shared.events.envelope import Actor
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import transact
from functions.shipping import carriers


def note_corrected(order_id: str, shipment_id: str, courier: str, company: str, *, actor: Actor) -> None:
    """The last word counts; the same once more changes nothing. One Query more for a new one."""
    ours: list[str] = []

    def note(parcels: Parcels) -> None:
        before = parcels.find(shipment_id)
        if before is None or before.corrected_company == company:
            return
        ours[:] = ours or [one.code for one in carriers().values() if one.followed_by == courier and one.company == company] or [""]
        carrier = "" if before.carrier in ours else ours[0]
        after = parcels.as_written(replace(before, corrected_company=company, corrected_carrier=carrier))
        transact(write_parcel(parcels, after, actor=actor))
        fact("shipment.carrier_corrected", order_id=order_id, shipment_id=shipment_id, company=company, carrier=carrier)

    on_parcels(order_id, note)
