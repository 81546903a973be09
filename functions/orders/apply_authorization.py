"""Money is promised (held on a card, or to be collected by the courier): the order is released to be shipped before it is paid.

When the promise ends before anything has left, the order ends with it.
"""

from __future__ import annotations

from functions.catalog import commit_writes
from functions.orders.apply_payment import seen
from functions.orders.cancel_order import lapse_writes
from functions.orders.moves import move
from functions.orders.order import Order
from functions.orders.order_page import OrderPage
from functions.orders.order_payment import OrderPayment, PaymentState, known_payment, payment_record
from functions.orders.place_order import stock_lines
from functions.orders.records import OrderRecord, OrdersTable
from functions.orders.repository import get_order, order_of
from functions.orders.shipments import Parcels, parcels_of
from functions.orders.states import NOT_PAID, CancelReason, PaymentStatus, Status
from functions.orders.stock_state import committed
from functions.orders.timers import PAYMENT_DEADLINE, timer_delete
from functions.shared import clock
from functions.shared.again import again
from functions.shared.contracts.orders import OrderPaymentSetAside, OrderReleased
from functions.shared.contracts.payments import PaymentAuthorized, PaymentVoided
from functions.shared.events import Actor, event_put
from functions.shared.observability import fact
from functions.shared.transactions import Put, Write, transact

_UNSHIPPED = frozenset({Status.FULFILLING})


def release(authorized: PaymentAuthorized) -> None:
    """Once, however often it is told. What does not fit is set aside, and let go by the payments domain. Raises NotFound (retried)."""

    def attempt() -> None:
        record = get_order(authorized.order_id)
        known = known_payment(authorized.order_id, authorized.payment_id)
        if known is not None and known.state is not PaymentState.FAILED:
            return
        order = order_of(record)
        if (authorized.amount, authorized.currency) != (order.totals.total, order.currency):
            _set_aside(record, order, authorized, PaymentState.MISMATCH)
        elif record.status != Status.PENDING_PAYMENT:
            _set_aside(record, order, authorized, PaymentState.LATE if record.status == Status.CANCELLED else PaymentState.DUPLICATE)
        else:
            _release(record, order, authorized)

    again(attempt)


def _release(record: OrderRecord, order: Order, authorized: PaymentAuthorized) -> None:
    actor, released_at = Actor("provider", authorized.provider), clock.iso(clock.now())
    status = PaymentStatus.UNPAID if authorized.on_delivery else PaymentStatus.AUTHORIZED
    payload = OrderReleased(order.summary(), authorized.payment_id, authorized.on_delivery, released_at)
    changes = [OrderRecord.payment_status.set(status.value), committed()]
    transact(
        [
            *move(record, Status.FULFILLING, payload, actor=actor, cause=authorized.payment_id, changes=changes),
            _payment(order, authorized, PaymentState.AUTHORIZED),
            timer_delete(order.id, PAYMENT_DEADLINE),
            *commit_writes(stock_lines(order), cause=f"{order.id}#commit", reason="order_released", actor=actor),
        ]
    )
    fact("order.released", order_id=order.id, payment_id=authorized.payment_id, on_delivery=authorized.on_delivery)


def _set_aside(record: OrderRecord, order: Order, authorized: PaymentAuthorized, state: PaymentState) -> None:
    payload = OrderPaymentSetAside(
        order_id=order.id,
        number=order.number,
        payment_id=authorized.payment_id,
        provider=authorized.provider,
        amount=authorized.amount,
        currency=authorized.currency,
        reason=state.value,
        order_status=record.status,
    )
    actor = Actor("provider", authorized.provider)
    # Another cause than the capture's, should it be captured in spite of this.
    cause = f"authorized {authorized.payment_id}"
    told = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=cause)
    transact([seen(record), _payment(order, authorized, state), told])


def _payment(order: Order, authorized: PaymentAuthorized, state: PaymentState) -> Write:
    """Without an amount: no money has arrived."""
    return Put(payment_record(order.id, OrderPayment(authorized.payment_id, authorized.provider, state, authorized.authorized_at)))


def lapse(voided: PaymentVoided) -> None:
    """The promise an order was released on is over. Attempts that were closed unpaid concern no order."""

    def attempt() -> None:
        parcels = parcels_of(voided.order_id)
        known = known_payment(voided.order_id, voided.payment_id)
        if known is None or known.state is not PaymentState.AUTHORIZED:
            return
        note = Put(payment_record(voided.order_id, OrderPayment(known.payment_id, known.provider, PaymentState.VOIDED, known.at)))
        if parcels.record.payment_status not in NOT_PAID or parcels.status is Status.CANCELLED:
            transact([seen(parcels.record), note])
        elif parcels.status in _UNSHIPPED and not any(one.counts and one.shipped_at for one in parcels.shipments):
            reason = CancelReason.STAFF if voided.reason == "staff" else CancelReason.PAYMENT_TIMEOUT
            transact([*lapse_writes(_page(parcels), reason), note])
            fact("order.lapsed", order_id=voided.order_id, payment_id=voided.payment_id)
        else:
            transact([seen(parcels.record, [OrderRecord.payment_status.set(PaymentStatus.UNPAID.value)]), note])
            fact("order.shipped_unpaid", order_id=voided.order_id, payment_id=voided.payment_id)

    again(attempt)


def _page(parcels: Parcels) -> OrderPage:
    return OrderPage(parcels.record, parcels.order, shipments=parcels.shipments)
