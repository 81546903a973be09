"""Cancelling: an unpaid order by its buyer, by staff, or because nobody paid in time; a paid one by staff until a parcel has left.

Its stock goes back on sale. The money of a paid one is given back by the payments domain, which hears of it by `order.cancelled`
with the `previous_status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.expressions.update import Action

from functions.loyalty import unused_cards_writes
from functions.orders.model.amendments.amendment import AmendmentState
from functions.orders.model.pieces import pieces_of
from functions.orders.model.review.review import Review
from functions.orders.model.shipment import Shipment, stopped
from functions.orders.model.states import NOT_PAID, TRANSITIONS, CancelReason, PaymentStatus, Status
from functions.orders.store.access import acts_as_staff
from functions.orders.store.amendments.amendment_writes import amending_over, amendment_put, no_longer_held
from functions.orders.store.deadline import deadline_of
from functions.orders.store.moves import ended_writes, move
from functions.orders.store.order_page import OrderPage, order_page, page_of
from functions.orders.store.parcel_lists import parcel_listing
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.people.bodies import order_of, parcel_body
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.orders.store.repository import find_order
from functions.orders.store.review.reviews import decided_writes, ended
from functions.orders.store.shipments import money_of_order, parcels_of
from functions.orders.store.stock_lines import is_free, stock_lines
from functions.orders.store.stock_moves import StockMove, came_back, of_lines, queue_place, shelf_moves, transact_moving
from functions.orders.store.stock_state import back, is_committed
from functions.orders.store.timers import AMENDMENT, PAYMENT_DEADLINE, Due, timer_delete, told_voids
from functions.promotions import Returned, return_writes
from functions.shared.auth.caller import Caller
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.events.contracts.orders import OrderCancelled
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Forbidden, IllegalTransition, VersionConflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Update, Write, transact
from functions.stock import StockLine

_ENDS = frozenset({Status.PENDING_PAYMENT, Status.PAID, Status.FULFILLING})


def cancel(
    order_id: str,
    *,
    caller: Caller,
    order_token: str | None,
    if_match: int | None,
    remember: Remember[OrderPage],
    named: CancelReason | None = None,
) -> OrderPage:
    """The cancelled order. `named`: why, as staff say. Raises NotFound, Forbidden, VersionConflict (409), IllegalTransition (409) once
    it is paid (for staff, and for an order of 0: once a parcel has left).
    """

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=order_token)
        if if_match is not None and if_match != page.record.version:
            raise VersionConflict(int(page.record.version))
        staff = acts_as_staff(page.record, page.order, caller, order_token)
        if named and not staff:
            raise Forbidden("Only staff name a reason.")
        if page.record.status != Status.PENDING_PAYMENT and not (staff or is_free(page.order)):
            # Money has been taken: giving it back is for staff to decide. Of an order of 0 there is none.
            raise illegal(page.record)
        reason = named or (CancelReason.STAFF if staff else CancelReason.CUSTOMER)
        writes, stock = ending(page, reason, caller.actor)
        after = ended_page(page, reason)
        transact_moving([*writes, *_cards(page, caller.actor), *remember(after)], stock)
        return after

    return again(attempt)


def _cards(page: OrderPage, actor: Actor) -> list[Write]:
    """Gift cards that it paid for are of no use from now on. Raises Conflict (409 `gift_card_used`, `cards_awaited`)."""
    paid = page.record.status != Status.PENDING_PAYMENT
    return unused_cards_writes(page.order.id, actor) if paid and any(line.tax_class == GIFT_CARD for line in page.order.lines) else []


def ended_page(page: OrderPage, reason: CancelReason) -> OrderPage:
    """The page as `ending` leaves it, for the answer of the call."""
    moved = page.moved(
        status=Status.CANCELLED.value, cancel_reason=reason.value, payment_status=_status_after(page).value, in_review=None, amending=None
    )
    return replace(moved, shipments=[stopped(shipment) if shipment.counts else shipment for shipment in page.shipments])


def cancel_withdrawn(order_id: str) -> None:
    """Face: its buyer withdrew from all of an order that is not paid. Nothing happens where it has ended already. Raises Overtaken when
    something of it has left meanwhile, or somebody else is at it."""
    page = page_of(parcels_of(order_id))
    if page.record.status == Status.CANCELLED:
        return
    try:
        transact_moving(*ending(page, CancelReason.CUSTOMER, SYSTEM))
    except IllegalTransition as left:
        raise Overtaken from left


def cancel_unpaid(due: Due) -> None:
    """The payment deadline has passed. If the order was paid or cancelled in the same moment, that stands and nothing is done. A part that
    was paid goes back with its end, as for any paid order that is cancelled."""

    def attempt() -> None:
        record = find_order(due.order_id)
        if record is None or record.status != Status.PENDING_PAYMENT:
            transact([timer_delete(due.order_id, PAYMENT_DEADLINE)])
            return
        order = order_of(record)
        if deadline_of(record, order) > times.iso(clock.now()):
            # Extended between the look at the timer and the look at the order: the moved timer will come.
            return
        page = page_of(parcels_of(due.order_id)) if record.in_review else OrderPage(record, order)
        if page.record.version != record.version:
            raise Overtaken
        transact_moving(*ending(page, CancelReason.PAYMENT_TIMEOUT, SYSTEM))

    again(attempt)


def ending(
    page: OrderPage,
    reason: CancelReason,
    actor: Actor,
    *,
    changes: Sequence[Action] = (),
    gives_back: bool = True,
    rejected: Review | None = None,
) -> tuple[list[Write], StockMove]:
    """The writes that cancel the order, with its parcels that are prepared, and its stock that goes back. `gives_back`: coupons too.
    `rejected`: the decided review that ends it; else one that is open needs no decision any more.

    Whether the stock was committed decides how it goes back, not whether money came; pieces that were paid back before went back then.
    Raises IllegalTransition (409) once a parcel has left.
    """
    record, order = page.record, page.order
    if record.status not in _ENDS or any(shipment.counts and shipment.shipped_at for shipment in page.shipments):
        raise illegal(record)
    gone = is_committed(record)
    paid = page.money.captured > 0 or record.payment_status not in NOT_PAID
    payload = OrderCancelled(order.summary(), reason.value, record.status, paid)
    returned = return_writes(order.id, actor=actor, committed=gone) if gives_back and order.uses_promotions else Returned()
    fact("order.cancelling", order_id=order.id, reason=reason.value)
    ends = [OrderRecord.cancel_reason.set(reason.value), OrderRecord.cancelled_at.set(times.iso(clock.now())), back()]
    review: list[Write] = []
    if page.review:
        ends.append(OrderRecord.in_review.remove())
        review = decided_writes(rejected or ended(page.review, actor))
    amending: list[Write] = []
    if page.amendment:
        ends.append(amending_over())
        over = page.amendment.ended(AmendmentState.WITHDRAWN, at=times.iso(clock.now()))
        amending = [amendment_put(order.id, over), timer_delete(order.id, AMENDMENT)]
    # What is held for it is let go, as soon as payments hear of this.
    status = [] if changes else [OrderRecord.payment_status.set(_status_after(page).value)]
    writes = [
        *move(record, Status.CANCELLED, payload, actor=actor, changes=[*ends, *status, *changes]),
        timer_delete(order.id, PAYMENT_DEADLINE),
        *([watch_now(order.id)] if record.status != Status.PENDING_PAYMENT or paid else []),
        *[_stop(record, shipment) for shipment in page.shipments if shipment.counts],
        *told_voids(order.id, [stopped(shipment) for shipment in page.shipments if shipment.counts]),
        *returned.writes,
        *review,
        *ended_writes(order, reason.value, actor),
        *amending,
    ]
    return writes, _stock(page, returned, reason, actor)


def _stock(page: OrderPage, returned: Returned, reason: CancelReason, actor: Actor) -> StockMove:
    order, why, waits = page.order, f"order_cancelled:{reason.value}", queue_place(page.record, page.order)
    if not is_committed(page.record):
        lines = stock_lines(order, returned.set_aside)
        return StockMove(order.id, f"{order.id}#release", why, actor, lines, release=True, placed_at=waits)
    pieces = {line_id: one.waiting + one.in_parcel for line_id, one in pieces_of(page.holding).items()}
    # What had been taken from a shelf lies there again.
    shelves = shelf_moves(page.shipments, [])
    kept = no_longer_held(order, page.amendment, order)
    lines = [*of_lines(order, pieces), *(StockLine(variant_id, count) for variant_id, count in kept.items())]
    back = came_back(page.record, page.shipments, [])
    return StockMove(order.id, f"{order.id}#restock", why, actor, lines, shelves=shelves, came_back=back, placed_at=waits)


def _stop(record: OrderRecord, shipment: Shipment) -> Update:
    after = stopped(shipment)
    listed_pk, listed_sk = parcel_listing(after)
    changes = [OrdersTable.body.set(parcel_body(after)), OrdersTable.version.add(1)]
    changes += [OrdersTable.listed_pk.set(listed_pk), OrdersTable.listed_sk.set(listed_sk)]
    # Every write of a parcel raises the order's version, which `move` holds to what was read.
    return Update(OrdersTable, record.pk, f"SHP#{shipment.id}", changes, OrdersTable.pk.exists())


def _status_after(page: OrderPage) -> PaymentStatus:
    """Promises end with the order; what was taken stays taken until it is given back."""
    if page.payments:
        return money_of_order(page.record, page.order, page.payments, page.refunds, is_over=True).status
    if page.record.payment_status in NOT_PAID:
        return PaymentStatus.UNPAID
    return PaymentStatus(page.record.payment_status)


def illegal(record: OrderRecord) -> IllegalTransition:
    allowed = TRANSITIONS[Status(record.status)] - {Status.CANCELLED}
    return IllegalTransition(record.status, Status.CANCELLED.value, sorted(target.value for target in allowed))
