"""The timer of a review: stops what was prepared when it began, and goes on with the order after its end."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.model.shipment import Void
from functions.orders.payment.apply_payment import version_update
from functions.orders.planning.plan_order import plan_order
from functions.orders.reviewing.stop_parcels import stop_parcels
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.timers import REVIEW, Due, timer_delete, timer_put
from functions.shared.outside import clock
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_LOOK_AGAIN = timedelta(minutes=5)


def follow_review(due: Due) -> None:
    """What a hold or its end has left to do, however often somebody dies in between. Moves the timer, or deletes it."""
    before = parcels_of(due.order_id)
    is_stopping = any(one.void is Void.ASKED for one in before.shipments)
    if before.review:
        stop_parcels(before, actor=before.review.held_by)
    elif not is_stopping:
        # Also pieces of parcels that couriers gave back only after the release.
        plan_order(due.order_id, "review")
    again(lambda: _settle(before, parcels_of(due.order_id), is_stopping))


def _settle(before: Parcels, now: Parcels, is_stopping: bool) -> None:
    """Under the order's version: who decides in this moment sets the timer anew."""
    order_id = before.order.id
    if before.review != now.review:
        return
    waits = is_stopping and not now.review
    timer = timer_put(order_id, REVIEW, clock.now() + _LOOK_AGAIN) if waits else timer_delete(order_id, REVIEW)
    # For how long it is on hold, or that it is not any more, is for who looks at the whole order.
    transact([version_update(now.record), timer, watch_now(order_id)])
