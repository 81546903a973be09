"""Parcels whose courier does not answer, or does not want them: they wait where everybody sees it, with the reason.

A courier that does not answer is asked again by a timer, later each time. One that refuses is not, nor a carrier that does not take the
parcel: people look at it (an exception), and the next try is another booking.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Shipment
from functions.orders.shipping.may_leave import HeldBack, back_on_sale
from functions.orders.shipping.waybills import book_waybill, on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.timers import BOOKING, Due, timer_delete, timer_put
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid, ShopError, Unavailable
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import wait_after
from functions.shared.store.transactions import transact


def book_by_itself(order_id: str, shipment_id: str) -> None:
    """The parcel gets its waybill, or says why it has none yet; the message or timer that started it is done with in either case."""
    try:
        _ask_twice(order_id, shipment_id)
    except HeldBack as held:
        # Disputed between the two steps: the parcel waits without a waybill, for the dispute's end or for people.
        fact("fulfilment.held_back", order_id=order_id, code=held.code)
    except Overtaken:
        raise
    except (Unavailable, Conflict, Invalid) as why:
        let_wait(order_id, shipment_id, why, actor=SYSTEM)


def _ask_twice(order_id: str, shipment_id: str) -> None:
    """An answer that was lost on its way is there at once when it is asked for again; a courier that is down has said so twice."""
    try:
        book_waybill(order_id, shipment_id, actor=SYSTEM)
    except Overtaken:
        raise
    except Unavailable:
        book_waybill(order_id, shipment_id, actor=SYSTEM)


def let_wait(order_id: str, shipment_id: str, why: ShopError, *, actor: Actor) -> None:
    """The parcel says why it waits. It is asked for again by itself where its courier did not answer; else people look."""
    again_later = isinstance(why, Unavailable)

    def wait(parcels: Parcels) -> None:
        before = parcels.find(shipment_id)
        if before is None or before.waybill or not before.counts or before.void:
            return
        booking = before.booking if again_later else before.booking + 1
        after = parcels.as_written(
            replace(before, waiting=why.code, waiting_detail=why.detail[:500], booking=booking, asked_again=again_later)
        )
        timer = [timer_put(order_id, BOOKING, clock.now() + wait_after(1))] if again_later and not before.asked_again else []
        transact([*write_parcel(parcels, after, actor=actor), *timer])
        fact("shipment.waits", order_id=order_id, shipment_id=shipment_id, code=why.code, carrier=before.carrier)

    on_parcels(order_id, wait)


def drop_begun(order_id: str, shipment_id: str, *, actor: Actor) -> None:
    """A parcel that nobody takes: its pieces are free for another one. Nothing of it is at a courier."""

    def drop(parcels: Parcels) -> None:
        before = parcels.find(shipment_id)
        if before is not None and not before.waybill and before.counts and not before.void:
            dropped = replace(before, status=TrackingStatus.CANCELLED, booking=before.booking + 1, asked_again=False)
            transact([*write_parcel(parcels, parcels.as_written(dropped), actor=actor), *back_on_sale(before, actor)])

    on_parcels(order_id, drop)


def waits(shipment: Shipment) -> bool:
    """Whether its courier is to be asked again without anybody's doing."""
    return bool(shipment.asked_again and shipment.counts and not shipment.waybill and not shipment.void)


def book_by_timer(due: Due) -> None:
    """All parcels of the order that wait for an answer. Raises Unavailable while one still does: the timer comes again, later."""
    for shipment in parcels_of(due.order_id).shipments:
        if waits(shipment):
            book_by_itself(due.order_id, shipment.id)
    if any(waits(shipment) for shipment in parcels_of(due.order_id).shipments):
        raise Unavailable("The courier still does not answer.", code="courier_unavailable")
    transact([timer_delete(due.order_id, BOOKING)])
