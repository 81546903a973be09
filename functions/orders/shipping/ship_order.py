"""Staff ship by hand: a parcel of chosen quantities, with a waybill they wrote or one that the courier is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from zoneinfo import ZoneInfo

from functions.orders.judging.judge import judged
from functions.orders.model.shipment import Shipment, traced
from functions.orders.shipping.booking import check_taken, check_takes
from functions.orders.shipping.by_hand import ByHand, from_one_warehouse, let_go, make_way
from functions.orders.shipping.fulfilment import new_shipment
from functions.orders.shipping.may_leave import NOTHING, Anyway, beyond, check_hold, check_money, check_room, taken_again, with_paid_back
from functions.orders.shipping.waiting_parcels import drop_begun, let_wait
from functions.orders.shipping.waybills import SHIPPABLE, book_waybill, created_writes, on_parcels
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.shipments import Parcels
from functions.orders.store.timers import told_voids
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Remember, transact
from functions.shipping import Ability, Carrier, carrier, writer_of
from functions.stock import has_warehouse


@dataclass(frozen=True)
class ShipOrder:
    """`quantities` per line id. Without `waybill` the carrier is asked for one. `eta` defaults to what the buyer was promised.
    `anyway`: in spite of what staff ship."""

    order_id: str
    carrier: str
    quantities: Mapping[str, int]
    waybill: str = ""
    warehouse_id: str = ""
    service: str = ""
    weight_g: int | None = None
    eta: str = ""
    cause: str = ""
    anyway: Anyway = NOTHING
    metadata: Mapping[str, str] = field(default_factory=dict)
    private_metadata: Mapping[str, str] = field(default_factory=dict)

    def shipment_id(self) -> str:
        """With a cause (the caller's Idempotency-Key and body) a repeated call finds the parcel it began before."""
        return ids.derived_id("shp", self.order_id, self.cause) if self.cause else fresh.new_id("shp")


def ship(command: ShipOrder, *, actor: Actor, remember: Remember[Shipment]) -> Shipment:
    """The new parcel. Raises Conflict `quantity_exceeds_ordered` or `order_not_shippable`, `order_on_hold`, `waybill_taken`, Invalid (422
    `unknown_warehouse`, `eta_in_the_past` …), Unavailable, NotFound.

    After an Unavailable the same call again continues with the parcel that was begun.
    """
    found = carrier(command.carrier)
    if not writer_of(found).able(Ability.WAYBILL) and not command.waybill:
        raise Invalid.field("/waybill", "waybill_required", "This carrier's waybills are written by hand: send the number.")
    if command.warehouse_id and not has_warehouse(command.warehouse_id):
        raise Invalid.field("/warehouse_id", "unknown_warehouse", "There is no such warehouse.")
    if command.eta and command.eta < f"{clock.now().astimezone(ZoneInfo(settings().store_timezone)):%Y-%m-%d}":
        raise Invalid.field("/eta", "eta_in_the_past", "That day is over.")
    if command.waybill:
        return on_parcels(command.order_id, lambda parcels: _hand_over(parcels, command, found, actor, remember))
    shipment_id = on_parcels(command.order_id, lambda parcels: _begin(parcels, command, actor))
    try:
        return book_waybill(command.order_id, shipment_id, actor=actor, remember=remember, anyway=command.anyway)
    except Overtaken:
        raise
    except Unavailable as silent:
        let_wait(command.order_id, shipment_id, silent, actor=actor)
        raise
    except (Conflict, Invalid) as refused:
        if isinstance(refused, Invalid) or refused.code == "courier_refused":
            # Nobody takes it: the pieces are free for another carrier.
            drop_begun(command.order_id, shipment_id, actor=actor)
        raise


def _hand_over(parcels: Parcels, command: ShipOrder, found: Carrier, actor: Actor, remember: Remember[Shipment]) -> Shipment:
    handed_over = TraceEvent(times.iso(clock.now()), TrackingStatus.PICKED_UP.value)
    check_hold(judged(parcels))
    way = make_way(parcels, command.quantities, command.warehouse_id)
    new = _new(parcels, way, command)
    shipment = parcels.as_written(traced(replace(new, waybill=command.waybill), [handed_over]))
    besides = [*taken_again(shipment, actor), *let_go(parcels, shipment, actor), *told_voids(command.order_id, way.others)]
    transact([*created_writes(parcels, shipment, found, actor, way.others), *besides, *remember(shipment)])
    return shipment


def _begin(parcels: Parcels, command: ShipOrder, actor: Actor) -> str:
    before = parcels.find(command.shipment_id()) or next((s for s in parcels.shipments if s.claimed == command.shipment_id()), None)
    begun = before if before and (before.counts or before.waybill or before.void) else _begun(parcels, command)
    if begun:
        return begun.id
    check_hold(judged(parcels))
    way = make_way(parcels, command.quantities, command.warehouse_id)
    shipment = _new(parcels, way, command)
    besides = [*taken_again(shipment, actor), *let_go(parcels, shipment, actor), *told_voids(command.order_id, way.others)]
    transact([*write_parcels(parcels, [*way.others, shipment], actor=actor), *besides])
    return shipment.id


def _begun(parcels: Parcels, command: ShipOrder) -> Shipment | None:
    """A parcel of the same content that never got its waybill: its maker died or the courier did not answer."""
    if command.cause:  # with a key it would have been found by it; what somebody else began is theirs
        return None
    waiting = (s for s in parcels.shipments if s.counts and not s.waybill and not s.void and s.carrier == command.carrier)
    return next((s for s in waiting if {line.line_id: line.quantity for line in s.lines} == dict(command.quantities)), None)


def _new(before: Parcels, way: ByHand, command: ShipOrder) -> Shipment:
    shipment_id, parcels = command.shipment_id(), way.parcels
    if parcels.find(shipment_id):
        raise Conflict("This call has made its parcel before.")
    if parcels.status not in SHIPPABLE:
        raise Conflict(f"An order that is {parcels.status} cannot be shipped.", code="order_not_shippable", current=parcels.status.value)
    left = parcels.remaining()
    unknown = [line_id for line_id in command.quantities if line_id not in left]
    if unknown:
        raise Invalid.field("/lines", "unknown_line", f"Not lines of this order: {', '.join(unknown)}.")
    if way.same is not None:
        check_money(parcels, command.anyway)
        # With a waybill of people's own, or by another carrier, it is another booking.
        service = command.service or way.same.service
        return _noted(replace(way.same, carrier=command.carrier, service=service, claimed=shipment_id), command)
    check_room(parcels)
    paid_back = beyond(parcels, command.quantities, allowed=command.anyway.refunded)
    shipment = with_paid_back(parcels, new_shipment(parcels, shipment_id, command.carrier, dict(command.quantities)), paid_back)
    check_money(parcels.with_shipment(shipment), command.anyway)
    named = replace(shipment, warehouse_id=command.warehouse_id, service=command.service)
    shipment = _noted(from_one_warehouse(before, way, named, command.warehouse_id), command)
    (check_takes if command.waybill else check_taken)(before, shipment)
    return shipment


def _noted(shipment: Shipment, command: ShipOrder) -> Shipment:
    return replace(
        shipment,
        weight_g=command.weight_g or shipment.weight_g,
        eta=command.eta or shipment.eta,
        metadata=dict(command.metadata),
        private_metadata=dict(command.private_metadata),
    )
