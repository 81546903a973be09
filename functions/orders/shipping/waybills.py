"""From a parcel that is written down to one that the courier knows, however often somebody dies in between.

1. The parcel is written without a waybill; its quantities are taken. 2. The courier is asked; the parcel's id and the number of its
booking are the key. 3. Waybill, order state and events are written in one transaction. Whatever is repeated continues after the last step
that was done. A courier that does not answer is asked again by a timer; meanwhile the parcel says why it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from functions.orders.model.shipment import Freight, Shipment, Void, stopped
from functions.orders.model.states import Status
from functions.orders.shipping.booking import check_taken, quoted, waybill_request
from functions.orders.shipping.may_leave import NOTHING, Anyway, check_hold, check_money
from functions.orders.shipping.waybill_claims import waybill_claim
from functions.orders.store.parcels.to_pick import planned_put
from functions.orders.store.parcels.write_parcels import write_parcel, write_parcels
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.timers import SUBSCRIBE, timer_put, told_voids
from functions.shared.events.contracts.orders import ShipmentCreated
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shipping import Ability, Carrier, Waybill, tracker_of, writer_of

T = TypeVar("T")
SHIPPABLE = frozenset({Status.PAID, Status.FULFILLING, Status.SHIPPED})


def forget_nothing(_shipment: Shipment) -> list[Write]:
    """For callers without an Idempotency-Key: there is no answer to keep."""
    return []


def on_parcels(order_id: str, decide: Callable[[Parcels], T]) -> T:
    """What `decide` (which reads nothing else, and writes) makes of the order with its parcels, however often others are faster."""
    return again(lambda: decide(parcels_of(order_id)))


def created_writes(parcels: Parcels, shipment: Shipment, followed: Carrier, actor: Actor, others: Sequence[Shipment] = ()) -> list[Write]:
    """The parcel with its waybill, the order moved on, the event that says so, and whoever is to follow it asked to, right afterwards.

    `others`: parcels that change with it.
    """
    created = ShipmentCreated(shipment.id, shipment.order_id, shipment.carrier, shipment.waybill, shipment.metadata)
    event = event_put(OrdersTable, order_pk(shipment.order_id), created, subject=shipment.id, actor=actor)
    asks = followed.subscribes and tracker_of(followed).able(Ability.SUBSCRIBE)
    timer = [timer_put(shipment.order_id, SUBSCRIBE, clock.now())] if asks else []
    return [*write_parcels(parcels, [*others, shipment], actor=actor), waybill_claim(shipment), event, *timer]


def book_waybill(
    order_id: str, shipment_id: str, *, actor: Actor, remember: Remember[Shipment] = forget_nothing, anyway: Anyway = NOTHING
) -> Shipment:
    """The parcel with its waybill. Raises Unavailable (repeat later), Conflict or Invalid when courier, carrier or the order's state
    refuses."""

    written: list[Waybill] = []

    def book(parcels: Parcels) -> Shipment:
        shipment = parcels.find(shipment_id)
        if shipment is None:
            raise NotFound("There is no such shipment.")
        if written and not shipment.waybill and (shipment.void or not shipment.counts):
            # Cancelled while the courier wrote: the number that nobody waits for any more is to be void.
            shipment = parcels.as_written(replace(shipment, waybill=written[-1].number, void=Void.ASKED))
            transact([*write_parcel(parcels, shipment, actor=actor), *told_voids(order_id, [shipment]), *remember(shipment)])
            return shipment
        if shipment.waybill or not shipment.counts:
            transact(remember(shipment))
            return shipment
        if shipment.void:
            raise Conflict("This parcel is being cancelled.", code="parcel_cancelling")
        if parcels.status not in SHIPPABLE:
            # The order was cancelled meanwhile: the parcel must not leave, and must not hold quantities.
            ended = parcels.as_written(stopped(shipment))
            transact([*write_parcel(parcels, ended, actor=actor), *told_voids(order_id, [ended]), *remember(ended)])
            fact("shipment.cancelled", order_id=order_id, shipment_id=shipment_id)
            return ended
        check_hold(parcels)
        check_money(parcels, anyway)
        found = check_taken(parcels, shipment)
        written.append(_ask_courier(parcels, shipment, found))
        booked = parcels.as_written(_booked(shipment, written[-1], quoted(parcels, shipment, found)))
        to_pick = [] if shipment.planned_at else [planned_put(booked, actor)]
        transact([*created_writes(parcels, booked, found, actor), *to_pick, *remember(booked)])
        fact("shipment.created", order_id=order_id, shipment_id=shipment_id, carrier=booked.carrier)
        return booked

    return on_parcels(order_id, book)


def _booked(shipment: Shipment, waybill: Waybill, quote: Freight | None) -> Shipment:
    billed = None if waybill.billed_weight_g is None else Freight(waybill.billed_weight_g, waybill.amount, waybill.currency)
    return replace(
        shipment,
        planned_at=shipment.planned_at or times.iso(clock.now()),
        waybill=waybill.number,
        label_url=waybill.label_url,
        void=Void.NONE,
        waiting="",
        waiting_detail="",
        asked_again=False,
        quoted=quote,
        billed=billed,
    )


def _ask_courier(parcels: Parcels, shipment: Shipment, found: Carrier) -> Waybill:
    courier = writer_of(found)
    if not courier.able(Ability.WAYBILL):
        raise Conflict("This carrier's waybills are written by hand.", code="waybill_required")
    return courier.create_waybill(waybill_request(parcels, shipment, found))
