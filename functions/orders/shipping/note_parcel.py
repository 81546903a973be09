"""Staff keep notes on a parcel, wherever it is; and read it with them."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Shipment
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.events.contracts.order_notes import ShipmentEdited
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.http.notes import Notes
from functions.shared.plain.errors import NotFound, VersionConflict
from functions.shared.store.transactions import Remember, transact


def parcel(order_id: str, shipment_id: str) -> Shipment:
    """For staff. One Query. Raises NotFound."""
    return _known(parcels_of(order_id), shipment_id)


def note_parcel(
    order_id: str, shipment_id: str, notes: Notes, *, actor: Actor, if_match: int | None, remember: Remember[Shipment]
) -> Shipment:
    """The parcel with its notes. Its order gets a new version, as with every write of a parcel: the order shows them, too.
    Raises NotFound, VersionConflict (409)."""

    def note(parcels: Parcels) -> Shipment:
        before = _known(parcels, shipment_id)
        if if_match is not None and if_match != before.version:
            raise VersionConflict(before.version)
        after = replace(before, **notes)
        if after == before:
            transact(remember(before))
            return before
        after = parcels.as_written(after)
        told = ShipmentEdited(after.id, order_id, [*notes], after.metadata)
        event = event_put(OrdersTable, order_pk(order_id), told, subject=after.id, actor=actor)
        transact([*write_parcel(parcels, after, actor=actor), event, *remember(after)])
        return after

    return on_parcels(order_id, note)


def _known(parcels: Parcels, shipment_id: str) -> Shipment:
    found = parcels.find(shipment_id)
    if found is None:
        raise NotFound("There is no such shipment.")
    return found
