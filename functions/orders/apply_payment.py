"""Money has arrived (or not): the order moves to paid and its stock is committed, or the money is recorded for somebody to look at.

A message may come twice, late or for an order that is cancelled. What was done is known by the payment's own item, written in the same
transaction as the effect; money that does not fit is never applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.expressions.update import Action

from functions.catalog import commit_writes
from functions.orders.first_paid import first_paid_writes
from functions.orders.moves import move
from functions.orders.order import Order
from functions.orders.order_payment import OrderPayment, PaymentState, known_payment, payment_record
from functions.orders.place_order import stock_lines
from functions.orders.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.repository import get_order, order_of
from functions.orders.states import NOT_PAID, PaymentStatus, Status
from functions.orders.stock_state import committed
from functions.orders.timers import PAYMENT_DEADLINE, timer_delete
from functions.shared import clock
from functions.shared.again import Overtaken, again
from functions.shared.contracts.orders import OrderPaid, OrderPaymentSetAside
from functions.shared.contracts.payments import PaymentCaptured, PaymentFailed
from functions.shared.events import Actor, event_put
from functions.shared.observability import fact
from functions.shared.transactions import Put, Update, put_new, transact

_UNDECIDED = frozenset({PaymentState.FAILED, PaymentState.AUTHORIZED, PaymentState.VOIDED})


class _Known(Exception):
    """The payment's item was written meanwhile, by this message's twin."""


def capture(captured: PaymentCaptured) -> None:
    """Apply a captured payment once. Raises NotFound for an order that does not exist: the message is retried, then set aside."""

    def attempt() -> None:
        # The order before the payment: whoever writes a payment raises the order's version, so neither can change unseen.
        record = get_order(captured.order_id)
        known = known_payment(captured.order_id, captured.payment_id)
        if known is not None and known.state not in _UNDECIDED and known.amount is not None:
            return
        order = order_of(record)
        obstacle = _obstacle(record, order, captured)
        if obstacle is not None:
            _set_aside(record, order, captured, obstacle)
        elif record.status == Status.PENDING_PAYMENT:
            _pay(record, order, captured)
        else:
            _pay_later(record, order, captured, refunded=known.refunded if known else 0)

    again(attempt)


def _obstacle(record: OrderRecord, order: Order, captured: PaymentCaptured) -> PaymentState | None:
    if (captured.amount, captured.currency) != (order.totals.total, order.currency):
        return PaymentState.MISMATCH
    if record.status == Status.CANCELLED:
        return PaymentState.LATE
    return None if record.payment_status in NOT_PAID else PaymentState.DUPLICATE


def _pay(record: OrderRecord, order: Order, captured: PaymentCaptured) -> None:
    paid_at = clock.iso(clock.now())
    actor = Actor("provider", captured.provider)
    changes = [OrderRecord.paid_at.set(paid_at), OrderRecord.payment_status.set(PaymentStatus.PAID.value), committed()]
    payload = OrderPaid(order.summary(), captured.payment_id, paid_at)
    transact(
        [
            *move(record, Status.PAID, payload, actor=actor, cause=captured.payment_id, changes=changes),
            Put(payment_record(order.id, _payment(captured, PaymentState.CAPTURED))),
            timer_delete(order.id, PAYMENT_DEADLINE),
            *first_paid_writes(order),
            *commit_writes(stock_lines(order), cause=f"{order.id}#commit", reason="order_paid", actor=actor),
        ]
    )
    fact("order.paid", order_id=order.id, payment_id=captured.payment_id, amount=captured.amount, currency=captured.currency)


def _pay_later(record: OrderRecord, order: Order, captured: PaymentCaptured, *, refunded: int) -> None:
    """The money of an order that was released before: it stays where it is on its way, and is paid from now on."""
    paid_at, actor = clock.iso(clock.now()), Actor("provider", captured.provider)
    changes = [OrderRecord.paid_at.set(paid_at), OrderRecord.payment_status.set(PaymentStatus.PAID.value)]
    payload = OrderPaid(order.summary(), captured.payment_id, paid_at)
    transact(
        [
            seen(record, changes),
            Put(payment_record(order.id, replace(_payment(captured, PaymentState.CAPTURED), refunded=refunded))),
            event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=captured.payment_id),
            *first_paid_writes(order),
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
            seen(record),
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
        transact([put_new(payment_record(failed.order_id, payment), _Known()), seen(record)])

    try:
        again(attempt)
    except _Known:
        fact("order.payment_known", order_id=failed.order_id, payment_id=failed.payment_id)


def seen(record: OrderRecord, changes: Sequence[Action] = ()) -> Update:
    """The order's page shows something new, so its version (its ETag) rises; also serializes everything that concerns its money."""
    return Update(
        OrderRecord,
        record.pk,
        ORDER_SK,
        [OrderRecord.version.set(record.version + 1), *changes],
        OrderRecord.version == record.version,
        Overtaken(),
    )
