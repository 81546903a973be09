"""A parcel is closed when every piece is scanned, and it is still to be sent."""

from __future__ import annotations

from functions.shared.events.contracts.picks import PickPacked
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Remember, transact
from functions.warehouse.model.pick import Pick, packed
from functions.warehouse.picking.follow_parcel import check_hold, follow_parcels
from functions.warehouse.store.picks import as_written, on_pick, pick_put
from functions.warehouse.store.records import PickRecord, pick_pk


def pack_parcel(id_: str, *, actor: Actor, remember: Remember[Pick]) -> Pick:
    """Raises Conflict (409 `not_all_scanned`, `order_on_hold`), IllegalTransition (409), also when the parcel was cancelled a
    moment ago."""

    def follow(pick: Pick) -> Pick:
        check_hold(follow_parcels(pick.order_id))
        return pick

    def pack(pick: Pick) -> Pick:
        now = times.iso(clock.now())
        after = packed(pick, now)
        told = PickPacked(pick.id, pick.order_id, pick.shipment_id, pick.warehouse_id, now, lines=_lines(after))
        event = event_put(PickRecord, pick_pk(pick.id), told, subject=pick.id, actor=actor)
        transact([pick_put(after), event, *remember(as_written(after))])
        return as_written(after)

    on_pick(id_, follow)
    return on_pick(id_, pack)


def _lines(pick: Pick) -> dict[str, int]:
    return {line.line_id: line.scanned for line in pick.lines if line.scanned}
