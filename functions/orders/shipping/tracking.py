"""The trace of an order's parcels: read by whoever may see the order, written by couriers' messages and by staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.cases.case import CaseKind
from functions.orders.model.cases.parcel_case import GOOD
from functions.orders.model.cases.troubles import Cause, Trouble
from functions.orders.model.parcels.arrival_day import expected_day
from functions.orders.model.parcels.kept_word import failed, kept_word
from functions.orders.model.shipment import Shipment, traced
from functions.orders.model.trace_times import told_apart
from functions.orders.shipping.parcel_cases import Told, case_changes, looked_at, watch_writes
from functions.orders.shipping.waybills import forget_nothing, on_parcels
from functions.orders.store.access import checked
from functions.orders.store.parcels.write_parcels import write_parcel, write_parcels
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.contracts.shipments import HandedOverLine, ShipmentCameBack, ShipmentReady
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.places import place_of
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shared.store.transactions import Remember, Write, transact


def trace_of(order_id: str, *, caller: Caller, order_token: str | None) -> list[Shipment]:
    """The parcels, oldest first. One Query. Raises NotFound for anybody but the buyer and staff with orders.read."""
    parcels = parcels_of(order_id)
    checked(parcels.record, caller=caller, order_token=order_token)
    return parcels.shipments


def take_in(
    order_id: str,
    shipment_id: str,
    events: Sequence[TraceEvent],
    *,
    actor: Actor,
    remember: Remember[Shipment] = forget_nothing,
    strict: bool = False,
    eta: str = "",
    collect_code: str = "",
) -> Shipment:
    """Merge `events` into a parcel's trace and carry the order along, in one transaction. What is known already changes nothing.

    A time that cannot be true is not believed: it is kept aside as an exception for people; `strict`: it is refused (Invalid, 422
    `time_out_of_range`). So is a parcel that is collected after it was cancelled. `eta`: the day that the courier expects, as it wrote
    it; one that cannot be true says nothing. `collect_code`: with which the receiver collects it.
    """

    def merge(parcels: Parcels) -> Shipment:
        before = parcels.find(shipment_id)
        if before is None:
            raise NotFound("There is no such shipment.")
        # Staff may write a parcel down after it left, and vouch for what they type.
        since = parcels.order.placed_at if strict else before.created_at
        good, absurd = told_apart(_without_words(events) if parcels.record.erased_at else events, since, clock.now())
        if absurd and strict:
            raise Invalid.field("/at", "time_out_of_range", "Not before the order was placed, and not in the future.")
        day = expected_day(eta, before.created_at, clock.now()) or before.eta
        code = "" if parcels.record.erased_at else collect_code or before.collect_code
        expected = replace(before, eta=day, collect_code=code)
        scanned = traced(expected, good)
        after = looked_at(parcels.with_shipment(scanned), scanned, by_clock=False)
        seen_again = scanned.events != expected.events and any(event.known in GOOD for event in good)
        told = Told([Trouble(CaseKind.ABSURD_TIME, tuple(map(_cause, absurd)), shipment_id)] if absurd else [], seen_again)
        if after == before:
            cases = case_changes(parcels, before, after, actor, told)
            # Under the order's version: whoever mends it has seen the case, or is seen.
            noted = write_parcels(parcels, [], actor=actor, watched=True) if cases else []
            transact([*noted, *cases, *remember(after)])
            return after
        after = parcels.as_written(after)
        around = [*case_changes(parcels, before, after, actor, told), *watch_writes(parcels.with_shipment(after))]
        transact(
            [*write_parcel(parcels, after, actor=actor, watched=True), *_told(parcels, before, after, actor), *around, *remember(after)]
        )
        fact("shipment.traced", order_id=order_id, shipment_id=shipment_id, status=after.status.value)
        return after

    return on_parcels(order_id, merge)


def _without_words(events: Sequence[TraceEvent]) -> list[TraceEvent]:
    """Couriers name who signed, and where."""
    return [replace(event, text="", place="") for event in events]


def _cause(event: TraceEvent) -> Cause:
    named = f"{event.status or event.code} {event.at}"
    return Cause(named, named)


def _told(parcels: Parcels, before: Shipment, after: Shipment, actor: Actor) -> list[Write]:
    """An event for a new status only: a courier may report the same station ten times."""
    if before.status is after.status:
        return []
    at = next((e.at for e in reversed(after.events) if e.known is after.status), after.events[-1].at)
    order = parcels.order
    in_time = kept_word(after, parcels.plans, order.delivery.promised_date, place_of(order.destination).state_or_country)
    payload = ShipmentTracked(
        after.id, after.order_id, after.status.value, at, after.metadata, after.brought_by, after.service, in_time, failed(after)
    )
    told: list[Write] = [event_put(OrdersTable, order_pk(after.order_id), payload, subject=after.id, actor=actor)]
    if after.status is TrackingStatus.RETURNED and after.counts and not after.delivered_at:
        skus = {line.line_id: line.sku for line in order.lines}
        inside = [HandedOverLine(line.line_id, skus[line.line_id], line.quantity) for line in after.lines]
        back = ShipmentCameBack(after.id, after.order_id, order.number, after.carrier, after.waybill, at, inside)
        told.append(event_put(OrdersTable, order_pk(after.order_id), back, subject=after.id, actor=actor))
    if after.status is TrackingStatus.AVAILABLE_FOR_PICKUP:
        ready = ShipmentReady(after.id, after.order_id, order.number, order.language, after.carrier, after.waybill, at)
        told.append(event_put(OrdersTable, order_pk(after.order_id), ready, subject=after.id, actor=actor))
    return told
