"""People decide about an order on hold: it goes on, or it ends and its money goes back. Of two who decide at once one does; the other is
told what was decided."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.review.review import Decision, Review
from functions.orders.model.states import CancelReason
from functions.orders.placed.cancel_order import ended_page, ending
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.records import OrdersTable
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.stock_moves import transact_moving
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_reviews import OrderReviewRejected, OrderReviewReleased
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def release(order_id: str, note: str, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """The order, which is planned at once. Raises NotFound, VersionConflict, Conflict (409 `not_on_hold`, `group_open`)."""

    def attempt() -> OrderPage:
        page, review = _on_hold(order_id, caller, if_match)
        if review.awaits:
            raise Conflict("It waits until its group is full.", code="group_open", group_id=review.awaits)
        order = page.order
        released = review.decided(Decision.RELEASED, by=caller.actor, at=times.iso(clock.now()), note=note)
        after = replace(page.moved(in_review=None), reviews=[*page.reviews[:-1], released])
        told = OrderReviewReleased(order.id, order.number, review.number, review.held_at, note)
        transact([*review_writes(page.record, order, released, told, actor=caller.actor), *remember(after)])
        fact("order.review_released", order_id=order.id, review=review.number)
        return after

    return again(attempt)


def reject(
    order_id: str, note: str, reason: CancelReason, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]
) -> OrderPage:
    """The cancelled order; payments give its money back, as of any paid order that is cancelled. Raises NotFound, VersionConflict,
    Conflict (409 `not_on_hold`), IllegalTransition (409) once a parcel of it has left."""

    def attempt() -> OrderPage:
        page, review = _on_hold(order_id, caller, if_match)
        order = page.order
        rejected = review.decided(Decision.REJECTED, by=caller.actor, at=times.iso(clock.now()), note=note)
        writes, stock = ending(page, reason, caller.actor, rejected=rejected)
        after = replace(ended_page(page, reason), reviews=[*page.reviews[:-1], rejected])
        payload = OrderReviewRejected(order.id, order.number, review.number, review.held_at, note)
        told = event_put(OrdersTable, page.record.pk, payload, subject=order.id, actor=caller.actor, **order.told)
        transact_moving([*writes, told, *remember(after)], stock)
        fact("order.review_rejected", order_id=order.id, review=review.number)
        return after

    return again(attempt)


def _on_hold(order_id: str, caller: Caller, if_match: int | None) -> tuple[OrderPage, Review]:
    page = order_page(order_id, caller=caller, order_token=None)
    if page.review is None:
        last = page.reviews[-1] if page.reviews else None
        decided = {"decision": last.decision.value, "decided_at": last.decided_at} if last and last.decision else {}
        raise Conflict("The order is not on hold.", code="not_on_hold", **decided)
    check_version(page.record.version, if_match)
    return page, page.review
