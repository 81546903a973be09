"""Cancelling: an unpaid order by its buyer, by staff, or because nobody paid in time; a paid one by staff until a parcel has left.

Its stock goes back on sale. The money of a paid one is given back by the payments domain, which hears of it by `order.cancelled`
with the `previous_status`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.catalog import release_writes, restock_writes
from functions.orders.access import acts_as_staff
from functions.orders.begin_order import is_free, stock_lines
from functions.orders.deadline import deadline_of
from functions.orders.moves import move
from functions.orders.order import Order
from functions.orders.order_page import OrderPage, order_page
from functions.orders.records import OrderRecord, OrdersTable
from functions.orders.repository import find_order, order_of
from functions.orders.shipment import Shipment
from functions.orders.states import NOT_PAID, TRANSITIONS, CancelReason, PaymentStatus, Status
from functions.orders.stock_state import back, is_committed
from functions.orders.timers import PAYMENT_DEADLINE, Due, timer_delete
from functions.orders.tracking_status import TrackingStatus
from functions.promotions import Returned, return_writes
from functions.shared import clock
from functions.shared.again import again
from functions.shared.auth.caller import Caller
from functions.shared.contracts.orders import OrderCancelled
from functions.shared.errors import Forbidden, IllegalTransition, VersionConflict
from functions.shared.events import SYSTEM, Actor
from functions.shared.observability import fact
from functions.shared.records import dump
from functions.shared.transactions import Update, Write, transact

Remember = Callable[[OrderPage], list[Write]]


def cancel(
    order_id: str,
    *,
    caller: Caller,
    order_token: str | None,
    if_match: int | None,
    remember: Remember,
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
        reason = named or (CancelReason.STAFF if staff else CancelReason.CUSTOMER)
        after = page.moved(status=Status.CANCELLED.value, cancel_reason=reason.value)
        # Giving money back is for staff to decide; of an order of 0 there is none.
        if (staff or is_free(page.order)) and page.record.status in (Status.PAID, Status.FULFILLING):
            after = replace(after, shipments=[_stopped(shipment) for shipment in page.shipments])
            transact([*_paid_cancellation(page, reason, caller.actor), *remember(after)])
        else:
            transact([*_cancellation(page.record, page.order, reason, caller.actor), *remember(after)])
        return after

    return again(attempt)


def cancel_unpaid(due: Due) -> None:
    """The payment deadline has passed. If the order was paid or cancelled in the same moment, that stands and nothing is done."""

    def attempt() -> None:
        record = find_order(due.order_id)
        if record is None or record.status != Status.PENDING_PAYMENT:
            transact([timer_delete(due.order_id, PAYMENT_DEADLINE)])
            return
        order = order_of(record)
        if deadline_of(record, order) > clock.iso(clock.now()):
            # Extended between the look at the timer and the look at the order: the moved timer will come.
            return
        transact(_cancellation(record, order, CancelReason.PAYMENT_TIMEOUT, SYSTEM))

    again(attempt)


def lapse_writes(page: OrderPage, reason: CancelReason) -> list[Write]:
    """The same for an order that was released unpaid and whose money is not held any more. Raises IllegalTransition once it has left."""
    return _paid_cancellation(page, reason, SYSTEM)


def _cancellation(record: OrderRecord, order: Order, reason: CancelReason, actor: Actor) -> list[Write]:
    if record.status != Status.PENDING_PAYMENT:
        # Money has been taken: cancelling now means giving it back, which is a refund's work.
        raise IllegalTransition(record.status, Status.CANCELLED.value, _others(Status(record.status)))
    fact("order.cancelling", order_id=order.id, reason=reason.value)
    payload = OrderCancelled(order.summary(), reason.value, record.status, paid=False)
    changes = [OrderRecord.cancel_reason.set(reason.value), back()]
    return [
        *move(record, Status.CANCELLED, payload, actor=actor, changes=changes),
        timer_delete(order.id, PAYMENT_DEADLINE),
        *_given_back(record, order, reason, actor),
    ]


def _given_back(record: OrderRecord, order: Order, reason: CancelReason, actor: Actor) -> list[Write]:
    """Stock, coupons and quota of an order that ends. Whether the stock was committed decides, not whether money came."""
    gone = is_committed(record)
    returned = return_writes(order.id, actor=actor, committed=gone) if order.uses_promotions else Returned()
    why = f"order_cancelled:{reason.value}"
    if gone:
        stock = restock_writes(stock_lines(order), cause=f"{order.id}#restock", reason=why, actor=actor)
    else:
        stock = release_writes(stock_lines(order, returned.set_aside), cause=f"{order.id}#release", reason=why, actor=actor)
    return [*returned.writes, *stock]


def _paid_cancellation(page: OrderPage, reason: CancelReason, actor: Actor) -> list[Write]:
    """The parcels that are prepared are stopped with the order; whatever else is known of them stays."""
    record, order = page.record, page.order
    if any(shipment.counts and shipment.shipped_at for shipment in page.shipments):
        raise IllegalTransition(record.status, Status.CANCELLED.value, _others(Status(record.status)))
    paid = record.payment_status not in NOT_PAID
    payload = OrderCancelled(order.summary(), reason.value, record.status, paid)
    # What is held for it is let go, as soon as payments hear of this.
    unpaid = [] if paid else [OrderRecord.payment_status.set(PaymentStatus.UNPAID.value)]
    changes = [OrderRecord.cancel_reason.set(reason.value), *unpaid, back()]
    stopped = [
        Update(
            OrdersTable,
            record.pk,
            f"SHP#{shipment.id}",
            [OrdersTable.body.set(dump(_stopped(shipment))), OrdersTable.version.add(1)],
            # Every write of a parcel raises the order's version, which `move` holds to what was read.
            OrdersTable.pk.exists(),
        )
        for shipment in page.shipments
        if shipment.counts
    ]
    return [
        *move(record, Status.CANCELLED, payload, actor=actor, changes=changes),
        *stopped,
        *_given_back(record, order, reason, actor),
    ]


def _stopped(shipment: Shipment) -> Shipment:
    return replace(shipment, status=TrackingStatus.CANCELLED)


def _others(status: Status) -> list[str]:
    return sorted(target.value for target in TRANSITIONS[status] - {Status.CANCELLED})
