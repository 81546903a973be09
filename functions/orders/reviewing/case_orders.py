"""Face: an order that an after-sales case has placed goes on, or ends, in the transaction of the case's step."""

from __future__ import annotations

from functions.orders.model.review.review import Decision
from functions.orders.model.states import CancelReason, Status
from functions.orders.placed.cancel_order import ending
from functions.orders.store.filed.state_lists import states_writes
from functions.orders.store.order_page import page_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.shipments import parcels_of
from functions.orders.store.status_lists import relisted
from functions.shared.events.contracts.order_reviews import OrderReviewReleased
from functions.shared.events.contracts.orders import OrderCompleted
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_update


def go_on_writes(order_id: str, *, note: str, actor: Actor) -> list[Write]:
    """It is on hold no more, and planned; nothing where people have released or ended it. One Query. The transaction raises Overtaken."""
    page = page_of(parcels_of(order_id))
    if page.review is None:
        return []
    order, review = page.order, page.review
    released = review.decided(Decision.RELEASED, by=actor, at=times.iso(clock.now()), note=note)
    told = OrderReviewReleased(order.id, order.number, review.number, review.held_at, note)
    return review_writes(page.record, order, released, told, actor=actor)


def done_writes(order_id: str, *, actor: Actor) -> list[Write]:
    """A service that was paid for is done. No state of parcels lies between, so it is no step of other orders either (nobody confirms the
    receipt of what was not sent). Nothing of another state. One GetItem. The transaction raises Overtaken."""
    record = get_order(order_id)
    order, done = order_of(record), Status.COMPLETED.value
    if record.status != Status.PAID or order.lines:
        return []
    changes = [
        OrderRecord.status.set(done),
        OrderRecord.version.set(record.version + 1),
        OrderRecord.completed_at.set(times.iso(clock.now())),
        *relisted(record, done, order.placed_at),
    ]
    told = event_put(OrdersTable, record.pk, OrderCompleted(order.summary(), actor.kind), subject=order.id, actor=actor, **order.told)
    update = locked_update(OrderRecord, record.pk, ORDER_SK, changes, record.version)
    return [update, *states_writes(record, order, changes), told]


def stop_writes(order_id: str, *, actor: Actor) -> list[Write]:
    """It is cancelled: its stock comes back with the transaction, what was paid for it after that. Nothing where it has ended. One Query.

    Raises IllegalTransition (409) once a parcel of it has left. The transaction raises Overtaken."""
    page = page_of(parcels_of(order_id))
    if page.record.status == Status.CANCELLED:
        return []
    writes, stock = ending(page, CancelReason.STAFF if actor.kind == "staff" else CancelReason.CUSTOMER, actor)
    return [*writes, *stock.writes()]
