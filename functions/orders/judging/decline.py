"""An order ends because of the risk of its payment. Its buyer reads that it could not be paid, staff read why."""

from __future__ import annotations

from functions.orders.model.review.review import Decision, Review
from functions.orders.model.states import CancelReason
from functions.orders.placed.cancel_order import ending
from functions.orders.store.order_page import page_of
from functions.orders.store.records import OrdersTable
from functions.orders.store.review.reviews import review_put
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import transact_moving
from functions.shared.events.contracts.order_reviews import OrderReviewRejected
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times


def decline(parcels: Parcels, review: Review) -> None:
    """Held and decided in one: payments let go what is held and give back what was taken, stock and coupons are free. Raises Overtaken."""
    order, page = parcels.order, page_of(parcels)
    over = review.decided(Decision.REJECTED, by=SYSTEM, at=times.iso(clock.now()))
    writes, stock = ending(page, CancelReason.PAYMENT_DECLINED, SYSTEM, rejected=over)
    told = event_put(OrdersTable, page.record.pk, OrderReviewRejected(order.id, order.number, over.number, over.held_at, ""),
                     subject=order.id, actor=SYSTEM, **order.told)  # fmt: skip
    kept = [] if page.review else [review_put(over)]
    transact_moving([*writes, told, *kept], stock)
    fact("order.declined", order_id=order.id, rules=[one.code for one in over.causes])
