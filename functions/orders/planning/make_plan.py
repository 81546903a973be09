"""A plan for the pieces of an order that are in no parcel: from shelves, rates and what the buyer was promised. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.orders.model.order import OrderLine
from functions.orders.model.parcels.point_parcels import Goods, in_parcels
from functions.orders.model.plans.allocation import Allocation, Part, Rule, Wanted, allocate
from functions.orders.model.plans.covers import Source
from functions.orders.model.plans.dispatch import Dispatch, DispatchReason, dispatch
from functions.orders.model.plans.plan import MerchantPlan, Plan, PlannedParcel, Waiting, Waits
from functions.orders.model.shipment import MAX_PARCELS
from functions.orders.model.shipping_rates import Parcel
from functions.orders.planning.offers import MOST_QUESTIONS, OrderOffers
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_state import is_planned
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import ids, times
from functions.shared.plain.sides import counted
from functions.stock import Shelves, shelves_for

_NOWHERE = Shelves([], {})


def make_plan(parcels: Parcels, cause: str, offers: OrderOffers) -> tuple[Plan, Shelves]:
    """The plan and the shelves it was made on. One Query for the warehouses and a BatchGetItem for what lies there; couriers that name
    prices are asked at once for all parcels that were compared, or, of too many, for those of the chosen way."""
    left = {line_id: quantity for line_id, quantity in parcels.remaining().items() if quantity}
    lines = {line.line_id: line for line in parcels.order.lines if left.get(line.line_id)}
    shelves = shelves_for(line.variant_id for line in lines.values()) if is_planned(parcels.record) else _NOWHERE
    draft = _Draft(parcels, lines, left, shelves, offers)
    plan = draft.plan(cause)
    compared = list(draft.compared)
    if not offers.ask(compared):
        compared = [draft.content(one.parts) for one in plan.parcels]
        offers.ask(compared, at_most=len(compared) * MOST_QUESTIONS)
        plan = draft.dispatched_anew(plan)
    elif offers.told(compared):
        plan = _Draft(parcels, lines, left, shelves, offers).plan(cause)
    return replace(plan, quotes=offers.told(compared), score_weight=offers.scores.weight, passed_over=offers.passed_over()), shelves


class _Draft:
    """A plan by the offers as they are now; `compared`: all parcels that it asked the price of."""

    def __init__(
        self, parcels: Parcels, lines: Mapping[str, OrderLine], left: Mapping[str, int], shelves: Shelves, offers: OrderOffers
    ) -> None:
        self._parcels, self._lines, self._left, self._shelves, self._offers = parcels, lines, left, shelves, offers
        self.compared: dict[Parcel, Dispatch] = {}

    def plan(self, cause: str) -> Plan:
        parcels, shelves = self._parcels, self._shelves
        number = len(parcels.plans) + 1
        merchants: dict[str, list[Wanted]] = defaultdict(list)
        for line in self._lines.values():
            merchants[line.merchant_id or ""].append(_wanted(line, self._left[line.line_id]))
        sources = _sources(parcels, shelves)
        made: list[MerchantPlan] = []
        planned: list[PlannedParcel] = []
        waiting: list[Waiting] = []
        for merchant_id, wanted in sorted(merchants.items()):
            found = allocate(wanted, sources, self._cost)
            if not is_planned(parcels.record):
                found = Allocation({"": [Part(one.line_id, one.variant_id, one.quantity) for one in wanted]}, {}, Rule.TAKEN_BEFORE)
            made.append(MerchantPlan(merchant_id, found.reason, found.ranking, found.exact))
            for name, n, parts in ((name, *one) for name, all_ in found.parcels.items() for one in enumerate(self._fitting(all_))):
                if len(parcels.shipments) + len(planned) >= MAX_PARCELS:
                    waiting += [Waiting(part.line_id, part.variant_id, part.quantity, Waits.NO_ROOM) for part in parts]
                    continue
                shipment_id = ids.derived_id("shp", parcels.order.id, "plan", str(number), merchant_id, name, *([str(n)] if n else []))
                planned.append(PlannedParcel(shipment_id, merchant_id, name, parts, self._chosen(parts)))
            waiting += [_waiting(self._lines[line_id], pieces, shelves, sources, parcels) for line_id, pieces in found.waiting.items()]
            sources = [_less(one, found.parcels.get(one.id, ())) for one in sources]
        return Plan(number, times.iso(clock.now()), cause, made, planned, waiting, done=False)

    def dispatched_anew(self, plan: Plan) -> Plan:
        """The same parcels; who brings them may be somebody else by what was said meanwhile."""
        self.compared = {}
        return replace(plan, parcels=[replace(one, dispatch=self._chosen(one.parts)) for one in plan.parcels])

    def content(self, parts: Sequence[Part]) -> Parcel:
        wanted = [_wanted(self._lines[part.line_id], part.quantity) for part in parts]
        return Parcel(
            weight_g=sum(one.weight_g * one.quantity for one in wanted),
            pieces=sum(one.quantity for one in wanted),
            amount=sum(one.amount for one in wanted),
            volume_mm3=sum(one.volume_mm3 * one.quantity for one in wanted),
            unweighed=not all(one.weight_g for one in wanted),
            goods=counted((self._lines[part.line_id].sides_mm, part.quantity) for part in parts),
        )

    def _cost(self, parts: Sequence[Part]) -> int:
        return sum(self._chosen(some).cost for some in self._fitting(parts))

    def _fitting(self, parts: Sequence[Part]) -> list[list[Part]]:
        """What leaves one warehouse, in as many parcels as the pick-up point needs."""
        lines = [self._lines[part.line_id] for part in parts]
        goods = [Goods(one.line_id, part.quantity, one.weight_g, tuple(one.sides_mm)) for one, part in zip(lines, parts, strict=True)]
        pieces = in_parcels(self._parcels.order.point, goods)
        if len(pieces) == 1:
            return [list(parts)]
        return [[replace(part, quantity=some[part.line_id]) for part in parts if some.get(part.line_id)] for some in pieces]

    def _chosen(self, parts: Sequence[Part]) -> Dispatch:
        """Who brings so many pieces; asked again and again while ways are compared."""
        content = self.content(parts)
        if content not in self.compared:
            self.compared[content] = self._dispatch(content)
        return self.compared[content]

    def _dispatch(self, content: Parcel) -> Dispatch:
        promise, offers = self._parcels.order.delivery, self._offers
        found = dispatch(offers.of(content), promised=promise.promised_date, service=promise.service, score_weight=offers.scores.weight)
        return found or Dispatch(promise.carrier, promise.service, promise.fee, promise.promised_date, DispatchReason.AS_CHOSEN)


def _wanted(line: OrderLine, quantity: int) -> Wanted:
    amount = (line.subtotal - line.discount) * quantity // line.quantity
    return Wanted(line.line_id, line.variant_id, quantity, line.merchant_id or "", line.weight_g, amount, line.volume_mm3)


def _sources(parcels: Parcels, shelves: Shelves) -> list[Source]:
    """The warehouses that its channel sells from and that send to the address, less what was not found there for this order before."""
    own, serving = parcels.order.warehouses, shelves.serving(place_of(parcels.order.destination))
    short = _short(parcels)
    return [
        Source(one.id, one.priority, {name: n for name, n in shelves.on_hand(one.id).items() if (one.id, name) not in short})
        for one in shelves.warehouses
        if one.id in serving and (not own or one.id in own)
    ]


def _short(parcels: Parcels) -> set[tuple[str, str]]:
    return {(one.warehouse_id, variant_id) for one in parcels.shipments for variant_id in one.short}


def _less(source: Source, parts: Sequence[Part]) -> Source:
    pieces = dict(source.pieces)
    for part in parts:
        pieces[part.variant_id] -= part.quantity
    return Source(source.id, source.priority, pieces)


def _waiting(line: OrderLine, pieces: int, shelves: Shelves, sources: Sequence[Source], parcels: Parcels) -> Waiting:
    reason = Waits.NO_PIECES
    level, serving = shelves.levels[line.variant_id], {one.id for one in sources}
    if any(level.shelf(one.id) > 0 for one in shelves.warehouses if one.id not in serving):
        reason = Waits.NOT_SERVED
    if any(variant_id == line.variant_id and level.shelf(name) > 0 for name, variant_id in _short(parcels)):
        reason = Waits.PICKED_SHORT
    return Waiting(line.line_id, line.variant_id, pieces, reason)
