"""Parcels in trouble: a case opens once, tells its buyer once, and closes by itself. Written together with the parcel it is about."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.model.parcels.parcel_case import Surroundings, cased, next_look
from functions.orders.model.pieces import all_paid_back
from functions.orders.model.shipment import Shipment
from functions.orders.shipping.shipment_exceptions import Exceptional, ExceptionKind, case_put
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, write_parcels
from functions.orders.store.timers import WATCH, Due, timer_delete, timer_put
from functions.shared.events.contracts.shipments import ShipmentDelayed, ShipmentException
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.places import place_of
from functions.shared.plain import ids
from functions.shared.store.transactions import Write, transact


def looked_at(parcels: Parcels, shipment: Shipment, *, by_clock: bool) -> Shipment:
    """The parcel with its case as it is now. `parcels`: with the parcel in it."""
    paid_back = all_paid_back(parcels.holding)
    return cased(shipment, Surroundings(clock.now(), place_of(parcels.order.address).country, paid_back, by_clock))


def case_writes(order: Order, before: Shipment, after: Shipment, actor: Actor) -> list[Write]:
    """What follows from a changed case: its item, and, of a new one, its events."""
    case, pk = after.case, order_pk(order.id)
    if case is None or case == before.case:
        return []
    case_id = ids.derived_id("exc", after.id, f"case {case.number}")
    kind = ExceptionKind(case.kind)
    detail = f"expected on {after.eta}" if kind is ExceptionKind.LATE else f"{after.status.value} in {after.carrier} {after.waybill}"
    one = Exceptional(
        case_id, kind, order.id, order.number, after.id, after.carrier, after.waybill, detail, case.opened_at, case.closed_at or None
    )
    fact("shipment.case", order_id=order.id, shipment_id=after.id, kind=kind.value, is_open=case.is_open)
    if before.case is not None and before.case.number == case.number:
        return [case_put(one)]
    told = ShipmentException(after.id, order.id, order.number, kind.value, detail, after.carrier, after.waybill)
    delayed = ShipmentDelayed(after.id, order.id, order.number, order.language, kind.value, after.carrier, after.waybill)
    events = [event_put(OrdersTable, pk, payload, subject=after.id, actor=actor, cause=case_id) for payload in (told, delayed)]
    return [case_put(one), *events]


def watch_writes(parcels: Parcels) -> list[Write]:
    """The order's timer, at the next moment when one of its parcels may be late or silent for too long. `parcels`: as they are written.

    One that is not needed any more is left to find that out: whoever writes scans has no right to delete.
    """
    now = clock.now()
    country = place_of(parcels.order.address).country
    looks = [next_look(shipment, country, now) for shipment in parcels.shipments]
    due = min((look for look in looks if look is not None), default=None)
    return [timer_put(parcels.order.id, WATCH, due)] if due else []


def watch_by_timer(due: Due) -> None:
    """Late, silent, or paid_back meanwhile: every parcel of the order is looked at."""

    def look(parcels: Parcels) -> None:
        changed, after = list[tuple[Shipment, Shipment]](), parcels
        for before in parcels.shipments:
            shipment = looked_at(parcels, before, by_clock=True)
            if shipment != before:
                changed.append((before, shipment))
                after = after.with_shipment(shipment)
        cases = [write for before, shipment in changed for write in case_writes(parcels.order, before, shipment, SYSTEM)]
        parcel_writes = write_parcels(parcels, [shipment for _, shipment in changed], actor=SYSTEM) if changed else []
        watch = watch_writes(after) or [timer_delete(parcels.order.id, WATCH)]
        transact([*parcel_writes, *cases, *watch])

    on_parcels(due.order_id, look)
