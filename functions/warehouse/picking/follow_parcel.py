"""A planned parcel is picked once: its pick request is made when it is told, and follows what its order makes of it afterwards.

The parcel itself is asked each time, so it does not matter in which order its events come, or how often.
"""

from __future__ import annotations

from contextlib import suppress

from functions.orders import OrderParcels, Shipment, order_parcels
from functions.shared.events.contracts.picks import PickChanged, PickRequested, PiecesToPick
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write, transact
from functions.warehouse.model.pick import OPEN, Pick, PickLine, PickState, as_in_parcel, in_bin_order
from functions.warehouse.store.picks import find_pick, pick_id, pick_put
from functions.warehouse.store.records import PickRecord, pick_pk

MAIN = "main"
"""Where pieces lie of which no shelf is known."""


def follow_parcels(order_id: str, planned: str = "") -> OrderParcels:
    """The order as it was read. `planned`: the parcel that is told to be planned now, so that hardly ever a request for it is there: it is
    written first, and read only if it was."""
    order = order_parcels(order_id)
    for parcel in order.shipments:
        if parcel.id == planned and _is_to_pick(parcel, is_on_hold=order.on_hold):
            with suppress(Overtaken):
                _request(parcel)
                continue
        again(lambda one=parcel: _follow(one, is_on_hold=order.on_hold))  # type: ignore[misc]
    return order


def check_hold(order: OrderParcels) -> None:
    """Raises Conflict (409 `order_on_hold`)."""
    if order.on_hold:
        raise Conflict("The order is on hold: nothing of it is packed before it is released.", code="order_on_hold")


def _follow(parcel: Shipment, *, is_on_hold: bool) -> None:
    known = find_pick(pick_id(parcel.id))
    if known is None:
        if _is_to_pick(parcel, is_on_hold=is_on_hold):
            _request(parcel)
        return
    after = _after(known, parcel)
    if after != known:
        told = PickChanged(
            after.id,
            after.order_id,
            after.shipment_id,
            after.warehouse_id,
            after.number,
            after.state.value,
            after.version + 1,
            _pieces(after),
        )
        cause = f"changed {after.version + 1}"
        transact([pick_put(after), event_put(PickRecord, pick_pk(after.id), told, subject=after.id, actor=SYSTEM, cause=cause)])
        fact("pick.changed", pick_id=after.id, shipment_id=after.shipment_id, state=after.state.value)


def _is_to_pick(parcel: Shipment, *, is_on_hold: bool) -> bool:
    return not is_on_hold and bool(parcel.planned_at) and parcel.counts and not parcel.shipped_at


def _after(pick: Pick, parcel: Shipment) -> Pick:
    """A parcel that went without having been packed here, as people send them, is not to be picked any more."""
    if parcel.shipped_at:
        return pick.to(PickState.CANCELLED) if pick.state in OPEN else pick
    return as_in_parcel(pick, {line.line_id: line.quantity for line in parcel.lines} if parcel.counts else {})


def _request(parcel: Shipment) -> None:
    lines = [PickLine(one.line_id, one.variant_id, one.sku, one.quantity, one.shelf) for one in parcel.lines]
    pick = Pick(
        id=pick_id(parcel.id),
        order_id=parcel.order_id,
        number=parcel.number,
        shipment_id=parcel.id,
        warehouse_id=parcel.warehouse_id or MAIN,
        merchant_id=parcel.merchant_id,
        carrier=parcel.carrier,
        service=parcel.service,
        lines=in_bin_order(lines),
        requested_at=times.iso(clock.now()),
    )
    transact(requested_writes(pick, "requested"))
    fact("pick.requested", pick_id=pick.id, shipment_id=pick.shipment_id, warehouse_id=pick.warehouse_id)


def requested_writes(pick: Pick, cause: str) -> list[Write]:
    """The pick request, new or its next version, and the event that tells it."""
    told = PickRequested(
        pick.id,
        pick.order_id,
        pick.shipment_id,
        pick.warehouse_id,
        number=pick.number,
        carrier=pick.carrier,
        service=pick.service,
        revision=pick.version + 1,
        lines=_pieces(pick),
    )
    return [pick_put(pick), event_put(PickRecord, pick_pk(pick.id), told, subject=pick.id, actor=SYSTEM, cause=cause)]


def _pieces(pick: Pick) -> list[PiecesToPick]:
    return [PiecesToPick(line.line_id, line.variant_id, line.sku, line.quantity, line.bins) for line in pick.lines]
