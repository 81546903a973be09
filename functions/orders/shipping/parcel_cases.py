"""Cases open, tell their buyer once, and close by themselves: written together with what they are about, or by the order's timer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.model.cases.keeping import changed_cases, next_moment, surroundings
from functions.orders.model.cases.parcel_case import LOOK_AGAIN, Surroundings, cased
from functions.orders.model.cases.troubles import Trouble
from functions.orders.model.pieces import all_paid_back
from functions.orders.model.shipment import Shipment
from functions.orders.model.shop_rules import CaseLimits
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.cases import case_writes
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.rules_store import read_section, shop_rules
from functions.orders.store.shipments import Parcels
from functions.orders.store.timers import WATCH, Due, timer_delete, timer_put
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Write, transact


@dataclass(frozen=True)
class Told:
    """What a message says that cannot be seen of the parcel as it is then. `scanned`: it was seen where one would expect it."""

    troubles: Sequence[Trouble] = field(default_factory=tuple)
    scanned: bool = False


def looked_at(parcels: Parcels, shipment: Shipment, *, by_clock: bool) -> Shipment:
    """The parcel with its case as it is now. `parcels`: with the parcel in it."""
    return cased(shipment, _around(parcels, shop_rules().cases, by_clock=by_clock))


def _around(parcels: Parcels, limits: CaseLimits, *, by_clock: bool) -> Surroundings:
    return surroundings(parcels.seen, limits, clock.now(), paid_back=all_paid_back(parcels.holding), by_clock=by_clock)


def case_changes(parcels: Parcels, before: Shipment, after: Shipment, actor: Actor, told: Told) -> list[Write]:
    """What follows from a changed parcel: its own case, and those about what happened to it."""
    scanned = after.id if told.scanned else ""
    others = changed_cases(parcels.with_shipment(after).seen, None, clock.now(), actor, told=told.troubles, scanned=scanned)
    return case_writes(parcels.order, [*parcels_own(parcels, before, after, actor), *others], actor)


def parcels_own(parcels: Parcels, before: Shipment, after: Shipment, actor: Actor) -> Iterator[Case]:
    """The case that the parcel itself keeps, if it changes."""
    case = after.case
    if case is None or case == before.case:
        return
    case_id = ids.derived_id("exc", after.id, f"case {case.number}")
    known = next((one for one in parcels.cases if one.id == case_id), None)
    kind = CaseKind(case.kind)
    detail = f"expected on {after.eta}" if kind is CaseKind.LATE else f"{after.status.value} in {after.carrier} {after.waybill}".rstrip()
    order = parcels.order
    one = Case(case_id, kind, order.id, order.number, after.id, after.carrier, after.waybill, detail, case.opened_at)
    one = replace(one, causes=(case.cause,), version=known.version if known else 0)
    yield one if case.is_open else one.closed(case.closed_at, actor, case.because)


def watch_writes(parcels: Parcels) -> list[Write]:
    """The order's timer, at the next moment when time may open or close a case of it. `parcels`: as they are written.

    One that is not needed any more is left to find that out: whoever writes scans has no right to delete.
    """
    return _watch(parcels, shop_rules().cases)


def _watch(parcels: Parcels, limits: CaseLimits) -> list[Write]:
    now = clock.now()
    due = next_moment(parcels.seen, limits, now)
    if parcels.has_open_case:
        due = min(due or now + LOOK_AGAIN, now + LOOK_AGAIN)
    return [timer_put(parcels.order.id, WATCH, due)] if due else []


def watch_by_timer(due: Due) -> None:
    """All that time, money or people may have changed: every parcel of the order is looked at, and the order itself."""
    limits, _ = read_section(CaseLimits)

    def look(parcels: Parcels) -> None:
        changed, after, around = list[tuple[Shipment, Shipment]](), parcels, _around(parcels, limits, by_clock=True)
        for before in parcels.shipments:
            shipment = cased(before, around)
            if shipment != before:
                changed.append((before, shipment))
                after = after.with_shipment(shipment)
        own = [case for before, shipment in changed for case in parcels_own(parcels, before, shipment, SYSTEM)]
        cases = [*own, *changed_cases(after.seen, limits, around.now, SYSTEM)]
        parcel_writes = write_parcels(parcels, [shipment for _, shipment in changed], actor=SYSTEM, watched=True) if cases else []
        watch = _watch(after.with_cases(cases), limits) or [timer_delete(due.order_id, WATCH)]
        transact([*parcel_writes, *case_writes(parcels.order, cases, SYSTEM), *watch])

    on_parcels(due.order_id, look)
