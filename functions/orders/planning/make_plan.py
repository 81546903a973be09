"""A plan for the pieces of an order that are in no parcel: from shelves, rates and what the buyer was promised. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from functions.orders.model.order import Order, OrderLine
from functions.orders.model.plans.allocation import Allocation, Part, Rule, Wanted, allocate
from functions.orders.model.plans.covers import Source
from functions.orders.model.plans.dispatch import Dispatch, DispatchReason, Offer, dispatch
from functions.orders.model.plans.plan import MerchantPlan, Plan, PlannedParcel, Waiting, Waits
from functions.orders.model.shipment import MAX_PARCELS
from functions.orders.model.shipping_rates import Parcel
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_state import is_planned
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import ids, times
from functions.stock import Shelves, shelves_for

Offers = Callable[[Parcel], Sequence[Offer]]
"""Who would bring a parcel of this content to the order's address, for how much and when."""
_NOWHERE = Shelves([], {})


def make_plan(parcels: Parcels, cause: str, offers: Offers) -> tuple[Plan, Shelves]:
    """The plan and the shelves it was made on. One Query for the warehouses and one per variant."""
    order, number = parcels.order, len(parcels.plans) + 1
    left = {line_id: quantity for line_id, quantity in parcels.remaining().items() if quantity}
    lines = {line.line_id: line for line in order.lines if left.get(line.line_id)}
    merchants: dict[str, list[Wanted]] = defaultdict(list)
    for line in lines.values():
        merchants[line.merchant_id or ""].append(_wanted(line, left[line.line_id]))
    shelves = shelves_for(line.variant_id for line in lines.values()) if is_planned(parcels.record) else _NOWHERE
    sources = _sources(parcels, shelves)
    made: list[MerchantPlan] = []
    planned: list[PlannedParcel] = []
    waiting: list[Waiting] = []
    for merchant_id, wanted in sorted(merchants.items()):
        chosen = _chooser(order, lines, offers)
        found = allocate(wanted, sources, lambda parts, chosen=chosen: chosen(tuple(parts)).cost)  # type: ignore[misc]
        if not is_planned(parcels.record):
            found = Allocation({"": [Part(one.line_id, one.variant_id, one.quantity) for one in wanted]}, {}, Rule.TAKEN_BEFORE)
        made.append(MerchantPlan(merchant_id, found.reason, found.ranking, found.exact))
        for name, parts in found.parcels.items():
            if len(parcels.shipments) + len(planned) >= MAX_PARCELS:
                waiting += [Waiting(part.line_id, part.variant_id, part.quantity, Waits.NO_ROOM) for part in parts]
                continue
            shipment_id = ids.derived_id("shp", order.id, "plan", str(number), merchant_id, name)
            planned.append(PlannedParcel(shipment_id, merchant_id, name, parts, chosen(tuple(parts))))
        waiting += [_waiting(lines[line_id], pieces, shelves, sources, parcels) for line_id, pieces in found.waiting.items()]
        sources = [_less(one, found.parcels.get(one.id, ())) for one in sources]
    plan = Plan(number, times.iso(clock.now()), cause, made, planned, waiting, done=False)
    return plan, shelves


def _wanted(line: OrderLine, quantity: int) -> Wanted:
    amount = (line.subtotal - line.discount) * quantity // line.quantity
    return Wanted(line.line_id, line.variant_id, quantity, line.merchant_id or "", line.weight_g, amount)


def _sources(parcels: Parcels, shelves: Shelves) -> list[Source]:
    """The warehouses that send to the address, less what was not found there for this order before."""
    serving = shelves.serving(place_of(parcels.order.address))
    short = _short(parcels)
    return [
        Source(one.id, one.priority, {name: n for name, n in shelves.on_hand(one.id).items() if (one.id, name) not in short})
        for one in shelves.warehouses
        if one.id in serving
    ]


def _short(parcels: Parcels) -> set[tuple[str, str]]:
    return {(one.warehouse_id, variant_id) for one in parcels.shipments for variant_id in one.short}


def _less(source: Source, parts: Sequence[Part]) -> Source:
    pieces = dict(source.pieces)
    for part in parts:
        pieces[part.variant_id] -= part.quantity
    return Source(source.id, source.priority, pieces)


def _chooser(order: Order, lines: Mapping[str, OrderLine], offers: Offers) -> Callable[[tuple[Part, ...]], Dispatch]:
    """Who brings so many pieces; asked again and again while ways are compared."""
    promise = order.delivery

    @cache
    def choose(content: Parcel) -> Dispatch:
        found = dispatch(offers(content), promised=promise.promised_date, service=promise.service)
        return found or Dispatch(promise.carrier, promise.service, promise.fee, promise.promised_date, DispatchReason.AS_CHOSEN)

    def chosen(parts: tuple[Part, ...]) -> Dispatch:
        wanted = [_wanted(lines[part.line_id], part.quantity) for part in parts]
        weight, pieces = sum(one.weight_g * one.quantity for one in wanted), sum(one.quantity for one in wanted)
        return choose(Parcel(weight, pieces, sum(one.amount for one in wanted)))

    return chosen


def _waiting(line: OrderLine, pieces: int, shelves: Shelves, sources: Sequence[Source], parcels: Parcels) -> Waiting:
    reason = Waits.NO_PIECES
    level, serving = shelves.levels[line.variant_id], {one.id for one in sources}
    if any(level.shelf(one.id) > 0 for one in shelves.warehouses if one.id not in serving):
        reason = Waits.NOT_SERVED
    if any(variant_id == line.variant_id and level.shelf(name) > 0 for name, variant_id in _short(parcels)):
        reason = Waits.PICKED_SHORT
    return Waiting(line.line_id, line.variant_id, pieces, reason)
