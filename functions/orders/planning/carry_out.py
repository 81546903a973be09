"""A plan becomes parcels: their pieces are taken from the shelves, in as many transactions as it takes; after each all sums are right.

A parcel is told (`shipment.planned`) in the transaction that takes its last piece. Whoever dies in between is continued: the plan that is
kept says what is still to be taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.orders.model.plans.plan import Plan, PlannedParcel, still_to_take
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.shipping.fulfilment import carrier_for_delivery
from functions.orders.store.parcels.to_pick import planned_put
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import PLAN, Parcels
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.store.owned import others_among
from functions.shared.store.transactions import MAX_ACTIONS, Put, Write, transact
from functions.shipping import Carrier
from functions.stock import NotOnShelf, ShelfPieces, Shelves

# Besides pieces: the order with the events of its states, the plan, the ledger's entry, a timer, a case for people.
_BESIDES = 14


@dataclass(frozen=True)
class Step:
    """What one transaction does: parcels that are written, and whether the plan is carried out then."""

    parcels: list[Shipment]
    done: bool


def take_step(parcels: Parcels, plan: Plan, shelves: Shelves, *besides: Write, known: Mapping[str, Carrier] | None = None) -> bool:
    """As much of the plan as one transaction holds; whether it is carried out. `known`: the carriers, where they were read. Raises
    NotOnShelf when another plan was faster."""
    step = _step(parcels, plan, shelves, known)
    told = [planned_put(one) for one in step.parcels if one.planned_at]
    kept = plan_put(parcels, replace(plan, done=step.done))
    transact([*write_parcels(parcels, step.parcels, actor=SYSTEM, plan=plan), kept, *told, *besides])
    return step.done


def give_up(parcels: Parcels, plan: Plan) -> None:
    """The rest of the plan is not carried out: what its parcels have is all they get."""
    ready = [_ready(one) for planned in plan.parcels if (one := parcels.find(planned.shipment_id)) and one.counts and not one.planned_at]
    told = [planned_put(one) for one in ready]
    transact([*write_parcels(parcels, ready, actor=SYSTEM), plan_put(parcels, replace(plan, done=True)), *told])


def plan_put(parcels: Parcels, plan: Plan) -> Write:
    """Beside a write of the order under its version."""
    return Put(OrdersTable(pk=order_pk(parcels.order.id), sk=f"PLAN#{plan.number:04d}", kind=PLAN, body=dump(plan)))


def _step(parcels: Parcels, plan: Plan, shelves: Shelves, known: Mapping[str, Carrier] | None) -> Step:
    room, counted, written = MAX_ACTIONS - _BESIDES, set[str](), list[Shipment]()
    left = parcels.remaining()
    for planned in plan.parcels:
        before = parcels.find(planned.shipment_id)
        parts = still_to_take(planned, before)
        if not parts and (before is None or before.planned_at or not before.counts):
            continue
        parcel, complete = before or _new(parcels, planned, known), True
        # The parcel, what tells of it, and where its merchant finds it.
        room -= 2 + (before is None and bool(others_among([planned.merchant_id])))
        for part in parts:
            quantity = min(part.quantity, left[part.line_id])
            moves = _taken(shelves, part.variant_id, planned.warehouse_id, quantity)
            bins = {one.place.bin: -one.quantity for one in moves}
            cost = len(bins) + bool(set(bins) - {""}) + (part.variant_id not in counted)
            if cost > room:
                complete = False
                break
            room -= cost
            left[part.line_id] -= quantity
            # Another line of the same variant, a gift say, takes what is left then.
            shelves = shelves.after(moves)
            counted.add(part.variant_id)
            parcel = _with(parcels, parcel, part.line_id, quantity, bins)
        if complete and parcel.lines and not parcel.planned_at:
            parcel = _ready(parcel)
        if parcel.lines and parcel != before:
            written.append(parcel)
        if not complete or room < 3:
            return Step(written, complete and planned is plan.parcels[-1])
    return Step(written, done=True)


def _taken(shelves: Shelves, variant_id: str, warehouse_id: str, quantity: int) -> list[ShelfPieces]:
    """None where they were taken before there were plans."""
    if not warehouse_id or not quantity:
        return []
    moves = shelves.taken(variant_id, warehouse_id, quantity)
    if -sum(one.quantity for one in moves) < quantity:
        raise NotOnShelf(variant_ids=[variant_id], warehouse_id=warehouse_id)
    return moves


def _new(parcels: Parcels, planned: PlannedParcel, known: Mapping[str, Carrier] | None) -> Shipment:
    order = parcels.order
    return Shipment(
        id=planned.shipment_id,
        order_id=order.id,
        number=order.number,
        carrier=carrier_for_delivery(planned.dispatch.carrier, known).code,
        lines=[],
        created_at=times.iso(clock.now()),
        eta=order.delivery.promised_date,
        warehouse_id=planned.warehouse_id,
        merchant_id=planned.merchant_id,
        service=planned.dispatch.service,
    )


def _with(parcels: Parcels, parcel: Shipment, line_id: str, quantity: int, bins: dict[str, int]) -> Shipment:
    """The parcel with so many pieces of the line more."""
    line = next(one for one in parcels.order.lines if one.line_id == line_id)
    there = next((one for one in parcel.lines if one.line_id == line_id), ShipmentLine(line_id, line.variant_id, line.sku, 0))
    if not quantity:
        return parcel
    shelf = {name: there.shelf.get(name, 0) + bins.get(name, 0) for name in {**there.shelf, **bins}}
    more = replace(there, quantity=there.quantity + quantity, shelf=shelf)
    return replace(parcel, lines=[*(one for one in parcel.lines if one.line_id != line_id), more])


def _ready(parcel: Shipment) -> Shipment:
    return replace(parcel, planned_at=times.iso(clock.now()))
