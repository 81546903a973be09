"""Staff send pieces that a plan has in a parcel: that very one, if it holds the same, else one of their own that takes them out of it.

Pieces of two warehouses are never one parcel: whoever wants that says from which warehouse it leaves, and the pieces are taken from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.orders.model.shipment import Shipment, ShipmentLine, off_shelf, stopped
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import let_go_cause, shelf_moves
from functions.orders.store.stock_state import is_planned
from functions.orders.store.timers import told_voids
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, transact
from functions.stock import Shelves, StockLine, let_go_writes, shelves_for

# Each line is two writes at most, beside those of the parcels.
_MOST_LINES = 30


@dataclass(frozen=True)
class ByHand:
    """`parcels`: the order with so much taken out of what was planned (`others`). `same`: the planned parcel that staff mean."""

    parcels: Parcels
    others: list[Shipment]
    same: Shipment | None = None

    @property
    def sources(self) -> list[str]:
        """From which warehouses the pieces had been planned."""
        return sorted({one.warehouse_id for one in self.others if one.warehouse_id})


def make_way(parcels: Parcels, quantities: Mapping[str, int], warehouse_id: str) -> ByHand:
    """Pieces that wait in no parcel first, then those of planned ones that nobody has asked a courier for.

    Also those of a plan that is being carried out: it goes on with what is left.
    """
    growing = {one.shipment_id for plan in parcels.plans if not plan.done for one in plan.parcels}
    planned = [one for one in parcels.shipments if _is_free(one) and (one.planned_at or one.id in growing)]
    for one in planned:
        if one.planned_at and _content(one) == dict(quantities) and warehouse_id in ("", one.warehouse_id):
            return ByHand(parcels, [], one)
    left = parcels.remaining()
    lack = Counter({line_id: quantity - left.get(line_id, 0) for line_id, quantity in quantities.items()})
    others: list[Shipment] = []
    # What was planned from the warehouse that it leaves from anyway, first.
    for one in sorted(planned, key=lambda one: one.warehouse_id != warehouse_id):
        less = _less(one, +lack)
        if less is not one:
            others.append(less)
            lack -= Counter(_content(one)) - Counter(_content(less) if less.counts else {})
    after = parcels
    for one in others:
        after = after.with_shipment(one)
    return ByHand(after, others)


def from_one_warehouse(before: Parcels, way: ByHand, shipment: Shipment, warehouse_id: str) -> Shipment:
    """The parcel with the shelf its pieces are taken from: of the warehouse that staff named, else of the one it was planned from, else of
    the first that has them all. Raises Conflict (409 `several_warehouses`)."""
    if any(line.taken_again for line in shipment.lines):
        # They are sold a second time in this transaction, which moves each counter once only: the follower takes all of them.
        _put_back_first(before, way)
        return shipment
    if not is_planned(before.record) or len(shipment.lines) > _MOST_LINES:
        return shipment
    shelves = shelves_for(line.variant_id for line in shipment.lines).after(shelf_moves(before.shipments, way.parcels.shipments))
    for name in [warehouse_id] if warehouse_id else _in_order(before, way, shelves):
        lines = [_taken(shelves, line, name) for line in shipment.lines]
        if all(line is not None for line in lines):
            return replace(shipment, lines=[line for line in lines if line is not None], warehouse_id=name)
    if len(way.sources) > 1 and not warehouse_id:
        raise Conflict(
            "These pieces are planned from several warehouses: send a parcel from each, or say from which one this leaves.",
            code="several_warehouses",
            warehouse_ids=way.sources,
        )
    return shipment


def _put_back_first(before: Parcels, way: ByHand) -> None:
    """Raises Overtaken after it wrote: the pieces wait in no parcel then."""
    if way.others:
        transact([*write_parcels(before, way.others, actor=SYSTEM), *told_voids(before.order.id, way.others)])
        raise Overtaken


def let_go(parcels: Parcels, shipment: Shipment, actor: Actor) -> list[Write]:
    """Sold pieces that leave and lie together on no shelf: stock's follower takes them from wherever they are."""
    if not is_planned(parcels.record) or off_shelf(shipment):
        return []
    lines = [StockLine(line.variant_id, line.quantity - line.paid_back) for line in shipment.lines if line.quantity > line.paid_back]
    return let_go_writes(lines, cause=let_go_cause(shipment), reason="shipped_by_hand", actor=actor)


def _in_order(parcels: Parcels, way: ByHand, shelves: Shelves) -> list[str]:
    serving = shelves.serving(place_of(parcels.order.destination))
    names = [one.id for one in shelves.warehouses]
    return sorted(names, key=lambda name: (name not in way.sources, name not in serving, names.index(name)))


def _taken(shelves: Shelves, line: ShipmentLine, warehouse_id: str) -> ShipmentLine | None:
    """None where it does not lie there."""
    wanted = line.quantity - line.paid_back
    moves = shelves.taken(line.variant_id, warehouse_id, wanted) if wanted else []
    if -sum(one.quantity for one in moves) < wanted:
        return None
    return replace(line, shelf={one.place.bin: -one.quantity for one in moves})


def _less(shipment: Shipment, wanted: Counter[str]) -> Shipment:
    lines: Sequence[ShipmentLine] = [
        replace(line, quantity=line.quantity - min(line.quantity, wanted[line.line_id])) for line in shipment.lines
    ]
    if lines == shipment.lines:
        return shipment
    rest = [line for line in lines if line.quantity]
    # Its courier may be being asked for it in this moment, so it is told.
    return replace(shipment, lines=rest) if rest else stopped(shipment)


def _is_free(shipment: Shipment) -> bool:
    """Nobody else sends it, and no courier has it or has been asked for it without an answer: such a one is cancelled first."""
    open_ = shipment.counts and not shipment.waybill and not shipment.shipped_at
    return bool(open_ and not shipment.void and not shipment.asked_again and not shipment.claimed)


def _content(shipment: Shipment) -> dict[str, int]:
    return {line.line_id: line.quantity for line in shipment.lines}
