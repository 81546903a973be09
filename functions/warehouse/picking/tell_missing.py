"""Pieces are not where they should be: the parcel goes on without them, and its order finds them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from functions.orders import order_parcels
from functions.shared.events.contracts.picks import MissingPieces, PickShort
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Remember, transact
from functions.warehouse.model.pick import Pick, PickState, missing_bins, short_of
from functions.warehouse.picking.follow_parcel import check_hold
from functions.warehouse.store.picks import as_written, on_pick, pick_put
from functions.warehouse.store.records import PickRecord, pick_pk


def tell_missing(id_: str, missing: Mapping[str, int], *, actor: Actor, remember: Remember[Pick]) -> Pick:
    """`missing`: pieces by line id. Raises as `short_of` does, and Conflict (409 `order_on_hold`) where that is why it was cancelled."""

    def tell(pick: Pick) -> Pick:
        if pick.state is PickState.CANCELLED:
            check_hold(order_parcels(pick.order_id))
        after = short_of(pick, missing)
        lines = [
            MissingPieces(line.line_id, line.variant_id, missing[line.line_id], missing_bins(line, missing[line.line_id]))
            for line in pick.lines
            if line.line_id in missing
        ]
        told = PickShort(pick.order_id, pick.shipment_id, pick.warehouse_id, pick.id, lines)
        event = event_put(PickRecord, pick_pk(pick.id), told, subject=pick.id, actor=actor)
        transact([pick_put(after), event, *remember(as_written(after))])
        return as_written(after)

    return on_pick(id_, tell)
