"""What becomes of a group becomes of the orders that wait for it: they are sent, or end, and what was paid for them goes back."""

from __future__ import annotations

from functions.orders.model.review.review import Decision
from functions.orders.model.states import CancelReason, Status
from functions.orders.placed.cancel_order import ending
from functions.orders.store.order_page import page_of
from functions.orders.store.records import OrdersTable
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.shipments import parcels_of
from functions.orders.store.stock_moves import transact_moving
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted, OrderReviewReleased
from functions.shared.events.contracts.promotions import GroupBuyFailed, GroupBuySucceeded
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def go_on(group: GroupBuySucceeded) -> None:
    """Each is planned, as any order that was on hold; once, and not one that has ended. One Query per order."""
    for order_id in group.order_ids:
        again(lambda one=order_id: _release(one, group.group_id))  # type: ignore[misc]


def end(group: GroupBuyFailed) -> None:
    """Each is cancelled, its stock for sale again; payments give back what was taken, and let go what was held, as of any order that is
    cancelled. Once. One Query per order."""
    for order_id in group.order_ids:
        again(lambda one=order_id: _cancel(one, group.group_id))  # type: ignore[misc]


def _release(order_id: str, group_id: str) -> None:
    page = page_of(parcels_of(order_id))
    order, review, now = page.order, page.review, times.iso(clock.now())
    if review is None or not review.awaits:
        return
    released = review.decided(Decision.RELEASED, by=SYSTEM, at=now)
    told = OrderReviewReleased(order.id, order.number, review.number, review.held_at, "")
    completed = OrderGroupCompleted(order.summary(), group_id, now)
    complete = event_put(OrdersTable, page.record.pk, completed, subject=order.id, actor=SYSTEM, cause=group_id, **order.told)
    transact([*review_writes(page.record, order, released, told, actor=SYSTEM), complete])
    fact("order.group_completed", order_id=order.id, group_id=group_id)


def _cancel(order_id: str, group_id: str) -> None:
    page = page_of(parcels_of(order_id))
    if page.record.status == Status.CANCELLED:
        return
    transact_moving(*ending(page, CancelReason.GROUP_FAILED, SYSTEM))
    fact("order.group_failed", order_id=order_id, group_id=group_id)
