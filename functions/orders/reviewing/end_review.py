"""The timer of a decision: nobody has decided in time about an order whose payment is a risk.

Money that is held must not be lost by silence, and nobody's money is kept for an order that nobody wants to send: so it ends, or goes on,
as staff have set it before (ADR 72).
"""

from __future__ import annotations

from functions.orders.judging.decline import decline
from functions.orders.model.review.payment_risk import RELEASE
from functions.orders.model.review.review import Decision
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import DECIDE, Due, timer_delete
from functions.shared.events.contracts.order_reviews import OrderReviewReleased
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import IllegalTransition
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def decide_by_timer(due: Due) -> None:
    """Once: whoever decides in the same moment has decided, or is told that it was."""

    def attempt() -> None:
        parcels = parcels_of(due.order_id)
        order, review = parcels.order, parcels.review
        if review is None or not review.decide_by or review.decide_by > times.iso(clock.now()):
            transact([timer_delete(due.order_id, DECIDE)] if review is None or not review.decide_by else [])
            return
        if review.at_deadline != RELEASE:
            decline(parcels, review)
            return
        released = review.decided(Decision.RELEASED, by=SYSTEM, at=times.iso(clock.now()))
        told = OrderReviewReleased(order.id, order.number, review.number, review.held_at, "")
        transact([*review_writes(parcels.record, order, released, told, actor=SYSTEM), timer_delete(order.id, DECIDE)])
        fact("order.review_released", order_id=order.id, review=review.number)

    try:
        again(attempt)
    except IllegalTransition:
        # A parcel of it is with its courier: there is nothing left to decide about its money.
        transact([timer_delete(due.order_id, DECIDE)])
