"""From a parcel that is written down to one that the courier knows, however often somebody dies in between.

1. The parcel is written without a waybill; its quantities are taken. 2. The courier is asked, with the parcel's id as the request's id.
3. Waybill, order state and events are written in one transaction. Whatever is repeated continues after the last step that was done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from functions.orders.model.shipment import Shipment
from functions.orders.model.states import Status
from functions.orders.shipping.may_leave import NOTHING, Anyway, check_money
from functions.orders.shipping.waybill_claims import waybill_claim
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of, write_parcel
from functions.shared.events.contracts.orders import ShipmentCreated
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shipping import Ability, Waybill, WaybillRequest, carrier, writer_of

T = TypeVar("T")
SHIPPABLE = frozenset({Status.PAID, Status.FULFILLING, Status.SHIPPED})


def forget_nothing(_shipment: Shipment) -> list[Write]:
    """For callers without an Idempotency-Key: there is no answer to keep."""
    return []


def on_parcels(order_id: str, decide: Callable[[Parcels], T]) -> T:
    """What `decide` (which reads nothing else, and writes) makes of the order with its parcels, however often others are faster."""
    return again(lambda: decide(parcels_of(order_id)))


def created_writes(parcels: Parcels, shipment: Shipment, actor: Actor) -> list[Write]:
    """The parcel with its waybill, the order moved on, and the event that says so."""
    created = ShipmentCreated(shipment.id, shipment.order_id, shipment.carrier, shipment.waybill, shipment.metadata)
    event = event_put(OrdersTable, order_pk(shipment.order_id), created, subject=shipment.id, actor=actor)
    return [*write_parcel(parcels, shipment, actor=actor), waybill_claim(shipment), event]


def book_waybill(
    order_id: str, shipment_id: str, *, actor: Actor, remember: Remember[Shipment] = forget_nothing, anyway: Anyway = NOTHING
) -> Shipment:
    """The parcel with its waybill. Raises Unavailable (repeat later) or Conflict when the courier or the order's state refuses."""

    def book(parcels: Parcels) -> Shipment:
        shipment = parcels.find(shipment_id)
        if shipment is None:
            raise NotFound("There is no such shipment.")
        if shipment.waybill or not shipment.counts:
            transact(remember(shipment))
            return shipment
        if parcels.status not in SHIPPABLE:
            # The order was cancelled meanwhile: the parcel must not leave, and must not hold quantities.
            cancelled = parcels.as_written(replace(shipment, status=TrackingStatus.CANCELLED))
            transact([*write_parcel(parcels, cancelled, actor=actor), *remember(cancelled)])
            fact("shipment.cancelled", order_id=order_id, shipment_id=shipment_id)
            return cancelled
        check_money(parcels, anyway)
        waybill = _ask_courier(parcels, shipment)
        booked = parcels.as_written(replace(shipment, waybill=waybill.number, label_url=waybill.label_url))
        transact([*created_writes(parcels, booked, actor), *remember(booked)])
        fact("shipment.created", order_id=order_id, shipment_id=shipment_id, carrier=booked.carrier)
        return booked

    return on_parcels(order_id, book)


def _ask_courier(parcels: Parcels, shipment: Shipment) -> Waybill:
    courier = writer_of(carrier(shipment.carrier))
    if not courier.able(Ability.WAYBILL):
        raise Conflict("This carrier's waybills are written by hand.", code="waybill_required")
    notify_url = f"{settings().public_base_url}/v1/webhooks/couriers/{courier.code}"
    request = WaybillRequest(shipment.id, shipment.id, parcels.order.number, parcels.order.address, notify_url=notify_url)
    return courier.create_waybill(request)
