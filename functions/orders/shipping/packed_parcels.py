"""A warehouse has closed a parcel: the order says so. Told twice, late or of other contents than the parcel's, it changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from functions.orders.model.shipment import Shipment
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels
from functions.shared.events.contracts.picks import PickPacked
from functions.shared.events.contracts.shipments import ShipmentPacked
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of, event_put
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import transact


def parcel_packed(envelope: Envelope) -> None:
    packed = data_of(envelope, PickPacked)

    def note(parcels: Parcels) -> None:
        before = parcels.find(packed.shipment_id)
        if before is None or not before.counts or before.packed_at >= packed.packed_at:
            return
        if packed.lines and not _holds(before, packed.lines):
            # Pieces left it meanwhile: it is opened, and closed once more.
            fact("shipment.packed_otherwise", order_id=packed.order_id, shipment_id=before.id)
            return
        after = parcels.as_written(replace(before, packed_at=packed.packed_at))
        told = ShipmentPacked(before.id, before.order_id, before.number, packed.warehouse_id, packed.packed_at)
        event = event_put(
            OrdersTable, order_pk(before.order_id), told, subject=before.id, actor=envelope.actor, cause=f"packed {packed.packed_at}"
        )
        transact([*write_parcel(parcels, after, actor=envelope.actor), event])
        fact("shipment.packed", order_id=packed.order_id, shipment_id=before.id)

    on_parcels(packed.order_id, note)


def _holds(parcel: Shipment, lines: dict[str, int]) -> bool:
    return Counter({line.line_id: line.quantity for line in parcel.lines}) == Counter(lines)
