"""Money has arrived (or not): the order moves to paid and its stock is committed, or the money is recorded for somebody to look at.

A message may come twice, late or for an order that is cancelled. What was done is known by the payment's own item, written in the same
transaction as the effect; money that does not fit is never applied.
"""

from __future__ import annotations

from functions.catalog import commit_writes
from functions.orders.deciding import decided
from functions.orders.moves import move
from functions.orders.order import Order
from functions.orders.order_payment import OrderPayment, PaymentState, known_payment, payment_record
from functions.orders.place_order import stock_lines
from functions.orders.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.repository import get_order, order_of
from functions.orders.states import PaymentStatus, Status
from functions.orders.timers import PAYMENT_DEADLINE, timer_delete
from functions.shared import clock
from functions.shared.contracts.orders import OrderPaid, OrderPaymentSetAside
from functions.shared.contracts.payments import PaymentCaptured, PaymentFailed
from functions.shared.errors import VersionConflict
from functions.shared.events import Actor, event_put
from functions.shared.observability import fact
from functions.shared.transactions import Put, Update, put_new, transact


class _Known(Exception):
    """The payment's item was written meanwhile, by this message's twin."""


def capture(captured: PaymentCaptured) -> None:
    """Apply a captured payment once. Raises NotFound for an order that does not exist: the message is retried, then set aside."""

    def attempt() -> None:
        # The order before the payment: whoever writes a payment raises the order's version, so neither can change unseen.
        record = get_order(captured.order_id)
        known = known_payment(captured.order_id, captured.payment_id)
        if known is not None and known.state is not PaymentState.FAILED:
            return
        order = order_of(record)
        obstacle = _obstacle(record, order, captured)
        if obstacle is None:
            _pay(record, order, captured)
        else:
            _set_aside(record, order, captured, obstacle)

    decided(attempt)


def _obstacle(record: OrderRecord, order: Order, captured: PaymentCaptured) -> PaymentState | None:
    if (captured.amount, captured.currency) != (order.totals.total, order.currency):
        return PaymentState.MISMATCH
    if record.status == Status.CANCELLED:
        return PaymentState.LATE
    return None if record.status == Status.PENDING_PAYMENT else PaymentState.DUPLICATE


def _pay(record: OrderRecord, order: Order, captured: PaymentCaptured) -> None:
    paid_at = clock.iso(clock.now())
    actor = Actor("provider", captured.provider)
    changes = [OrderRecord.paid_at.set(paid_at), OrderRecord.payment_status.set(PaymentStatus.PAID.value)]
    payload = OrderPaid(order.summary(), captured.payment_id, paid_at)
    transact(
        [
            *move(record, Status.PAID, payload, actor=actor, cause=captured.payment_id, changes=changes),
            Put(payment_record(order.id, _payment(captured, PaymentState.CAPTURED))),
            timer_delete(order.id, PAYMENT_DEADLINE),
            *commit_writes(stock_lines(order), cause=f"{order.id}#commit", reason="order_paid", actor=actor),
        ]
    )
    fact("order.paid", order_id=order.id, payment_id=captured.payment_id, amount=captured.amount, currency=captured.currency)


def _set_aside(record: OrderRecord, order: Order, captured: PaymentCaptured, state: PaymentState) -> None:
    payload = OrderPaymentSetAside(
        order_id=order.id,
        number=order.number,
        payment_id=captured.payment_id,
        provider=captured.provider,
        amount=captured.amount,
        currency=captured.currency,
        reason=state.value,
        order_status=record.status,
    )
    actor = Actor("provider", captured.provider)
    transact(
        [
            _seen(record),
            Put(payment_record(order.id, _payment(captured, state))),
            event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=captured.payment_id),
        ]
    )
    fact("order.payment_set_aside", order_id=order.id, payment_id=captured.payment_id, reason=state.value)


def _payment(captured: PaymentCaptured, state: PaymentState) -> OrderPayment:
    return OrderPayment(
        payment_id=captured.payment_id,
        provider=captured.provider,
        state=state,
        at=captured.captured_at,
        amount=captured.amount,
        currency=captured.currency,
        provider_ref=captured.provider_ref,
    )


def fail(failed: PaymentFailed) -> None:
    """Record a failed attempt. What is known of the payment already (a capture that overtook this message) stands."""

    def attempt() -> None:
        record = get_order(failed.order_id)
        payment = OrderPayment(
            payment_id=failed.payment_id,
            provider=failed.provider,
            state=PaymentState.FAILED,
            at=clock.iso(clock.now()),
            reason=failed.reason,
        )
        transact([put_new(payment_record(failed.order_id, payment), _Known()), _seen(record)])

    try:
        decided(attempt)
    except _Known:
        fact("order.payment_known", order_id=failed.order_id, payment_id=failed.payment_id)


def _seen(record: OrderRecord) -> Update:
    """The order's page shows something new, so its version (its ETag) rises; also serializes everything that concerns its money."""
    return Update(
        OrdersTable,
        record.pk,
        ORDER_SK,
        [OrdersTable.version.set(record.version + 1)],
        OrdersTable.version == record.version,
        VersionConflict(int(record.version)),
    )
