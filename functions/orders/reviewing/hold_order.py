"""Staff put an order on hold: nothing of it leaves until somebody releases it."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.pieces import pieces_of
from functions.orders.model.review.review import Review
from functions.orders.model.states import Status
from functions.orders.reviewing.stop_parcels import stop_parcels
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_reviews import OrderHeld
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version

MAX_REVIEWS = 50
"""Per order: they are read with it."""
_AT_ONCE = 10
_OVER = frozenset({Status.DELIVERED, Status.COMPLETED, Status.CANCELLED})


def hold(order_id: str, reason: str, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """The order on hold. Parcels that have not left are stopped right afterwards, here or by the review's timer.

    Raises NotFound, VersionConflict; Conflict (409) `order_on_hold` when it is, `nothing_to_hold` when nothing is left to send.
    """

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=None)
        check_version(page.record.version, if_match)
        _check(page)
        order, number = page.order, len(page.reviews) + 1
        review = Review(number, order.id, order.number, times.iso(clock.now()), caller.actor, reason=reason)
        after = replace(page.moved(in_review=number), reviews=[*page.reviews, review])
        told = OrderHeld(order.id, order.number, number, reason=reason)
        transact([*review_writes(page.record, order, review, told, actor=caller.actor), *remember(after)])
        fact("order.held", order_id=order.id, rules=[])
        return after

    after = again(attempt)
    stop_parcels(parcels_of(order_id), actor=caller.actor, most=_AT_ONCE)
    return after


def _check(page: OrderPage) -> None:
    if page.review:
        raise Conflict("The order is on hold already.", code="order_on_hold", held_at=page.review.held_at)
    left = sum(one.reserved + one.waiting + one.in_parcel for one in pieces_of(page.holding).values())
    if page.record.status in _OVER or not left:
        raise Conflict("Nothing of the order is left to send.", code="nothing_to_hold", current=page.record.status)
    if len(page.reviews) >= MAX_REVIEWS:
        raise Conflict(f"An order is put on hold at most {MAX_REVIEWS} times.", code="too_many_reviews")
