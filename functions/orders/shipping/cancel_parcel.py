"""A parcel is not to be sent: its courier is told, and what it says counts. Until it answers, the pieces stay in the parcel.

asked ─► done: the pieces are the order's again, for another parcel with another number
      └► refused: it was collected, or the courier will not stop it: the parcel goes on
No answer leaves it asked, as an exception that people see, and the courier is asked again by a timer.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Shipment, Void
from functions.orders.shipping.booking import waybill_ref
from functions.orders.shipping.may_leave import back_on_sale
from functions.orders.shipping.waybills import forget_nothing, on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.timers import VOID, Due, timer_delete, told_voids
from functions.shared.events.contracts.shipments import ShipmentCancelled
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid, NotFound, Unavailable
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.transactions import Remember, Write, transact
from functions.shipping import Ability, VoidAnswer, find_carrier, writer_of


def cancel_parcel(order_id: str, shipment_id: str, *, told: bool, actor: Actor, remember: Remember[Shipment]) -> Shipment:
    """The parcel, cancelled or still being cancelled. `told`: its courier was told otherwise, and agreed.

    Raises NotFound; Conflict (409) `parcel_handed_over` once it has left, `void_refused` when the courier will not stop it.
    """

    def ask(parcels: Parcels) -> Shipment:
        before = _known(parcels, shipment_id)
        if before.void is Void.ASKED and not told:
            return before
        if before.void is Void.DONE or (not before.counts and not before.void):
            transact(remember(before))
            return before
        if before.shipped_at and before.counts:
            raise Conflict("The parcel has been handed over.", code="parcel_handed_over", parcel_status=before.status.value)
        if told or not _is_written_by_courier(before):
            return _take_answer(parcels, before, VoidAnswer(done=True), actor, remember)
        after = parcels.as_written(replace(before, void=Void.ASKED, void_reason=""))
        transact([*write_parcel(parcels, after, actor=actor), *told_voids(order_id, [after])])
        return after

    asked = on_parcels(order_id, ask)
    if asked.void is not Void.ASKED:
        return asked
    after = void(order_id, shipment_id, actor=actor, remember=remember)
    if after.void is Void.REFUSED:
        raise Conflict(f"The courier does not stop the parcel: {after.void_reason}", code="void_refused", reason=after.void_reason)
    return after


def void(order_id: str, shipment_id: str, *, actor: Actor, remember: Remember[Shipment] = forget_nothing) -> Shipment:
    """The parcel after its courier was asked to stop it. One that does not answer leaves it as it is, with the reason."""

    def tell(parcels: Parcels) -> Shipment:
        before = _known(parcels, shipment_id)
        if before.void is not Void.ASKED:
            transact(remember(before) if before.void is not Void.REFUSED else [])
            return before
        try:
            answer = _answer(parcels, before)
        except Unavailable as silent:
            return _unanswered(parcels, before, silent, actor, remember)
        return _take_answer(parcels, before, answer, actor, remember)

    return on_parcels(order_id, tell)


def void_by_timer(due: Due) -> None:
    """All parcels of the order that couriers are to stop. Raises Unavailable while one has not answered: the timer comes again, later."""
    for shipment in parcels_of(due.order_id).shipments:
        if shipment.void is Void.ASKED:
            void(due.order_id, shipment.id, actor=SYSTEM)
    if any(shipment.void is Void.ASKED for shipment in parcels_of(due.order_id).shipments):
        raise Unavailable("A courier has not said yet that it stops a parcel.", code="courier_unavailable")
    transact([timer_delete(due.order_id, VOID)])


def _known(parcels: Parcels, shipment_id: str) -> Shipment:
    found = parcels.find(shipment_id)
    if found is None:
        raise NotFound("There is no such shipment.")
    return found


def _is_written_by_courier(shipment: Shipment) -> bool:
    found = find_carrier(shipment.carrier)
    return found is not None and writer_of(found).able(Ability.WAYBILL)


def _answer(parcels: Parcels, shipment: Shipment) -> VoidAnswer:
    found = find_carrier(shipment.carrier)
    if found is None or not writer_of(found).able(Ability.WAYBILL):
        return VoidAnswer(done=True)
    courier = writer_of(found)
    if not courier.able(Ability.CANCEL):
        raise Unavailable("This courier is to be told by people: then send `told`.", code="courier_cannot_void")
    try:
        return courier.cancel(waybill_ref(parcels, shipment, found.company))
    except (Conflict, Invalid) as refused:
        return VoidAnswer(done=False, reason=refused.detail)


def _take_answer(parcels: Parcels, before: Shipment, answer: VoidAnswer, actor: Actor, remember: Remember[Shipment]) -> Shipment:
    if answer.done:
        after = parcels.as_written(replace(before, status=TrackingStatus.CANCELLED, void=Void.DONE, void_reason=""))
        writes = [*back_on_sale(before, actor), _told(before, actor)] if before.counts else []
    else:
        after = parcels.as_written(replace(before, void=Void.REFUSED, void_reason=answer.reason[:200] or "refused"))
        writes = []
    kept = remember(after) if answer.done else []
    transact([*write_parcel(parcels, after, actor=actor), *writes, *kept])
    fact("shipment.void", order_id=before.order_id, shipment_id=before.id, void=after.void.value)
    return after


def _unanswered(parcels: Parcels, before: Shipment, silent: Unavailable, actor: Actor, remember: Remember[Shipment]) -> Shipment:
    after = parcels.as_written(replace(before, void_reason=silent.code))
    changed = write_parcel(parcels, after, actor=actor) if after.void_reason != before.void_reason else []
    transact([*changed, *remember(after)])
    fact("shipment.void_unanswered", order_id=before.order_id, shipment_id=before.id, code=silent.code)
    return after


def _told(shipment: Shipment, actor: Actor) -> Write:
    payload = ShipmentCancelled(shipment.id, shipment.order_id, shipment.number, shipment.carrier, shipment.waybill)
    return event_put(OrdersTable, order_pk(shipment.order_id), payload, subject=shipment.id, actor=actor, cause="void")
