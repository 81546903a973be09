"""Money went back, or came back to us: the order's payment status follows what its payment says, whatever the order of the messages."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.order_payment import OrderPayment, PaymentState, known_payment, payment_record
from functions.orders.records import ORDER_SK, OrderRecord
from functions.orders.repository import get_order
from functions.orders.states import PaymentStatus
from functions.shared.again import Overtaken, again
from functions.shared.contracts.payments import PaymentRefunded, PaymentRefundFailed
from functions.shared.errors import NotFound
from functions.shared.observability import fact
from functions.shared.transactions import Put, Update, transact


def refund(told: PaymentRefunded | PaymentRefundFailed) -> None:
    """Take over the payment's totals, once and never backwards. Raises NotFound while the capture is not known yet (retried).

    What was ever given back and what came back of it only grow, so of both the largest that was told counts.
    """

    def attempt() -> None:
        record = get_order(told.order_id)
        payment = known_payment(told.order_id, told.payment_id)
        if payment is None or payment.state is PaymentState.FAILED:
            raise NotFound("The payment is not known of the order yet.")
        given, returned = max(_given(payment), _given(told)), max(payment.returned, told.returned)
        after = replace(payment, refunded=given - returned, returned=returned)
        if after == payment:
            return
        changes = [OrderRecord.version.set(record.version + 1)]
        if payment.state is PaymentState.CAPTURED:
            changes.append(OrderRecord.payment_status.set(_status(after).value))
        unchanged, conflict = OrderRecord.version == record.version, Overtaken()
        transact([Update(OrderRecord, record.pk, ORDER_SK, changes, unchanged, conflict), Put(payment_record(told.order_id, after))])
        fact("order.refund_noted", order_id=told.order_id, payment_id=told.payment_id, refunded=after.refunded)

    again(attempt)


def _given(one: OrderPayment | PaymentRefunded | PaymentRefundFailed) -> int:
    return one.refunded + one.returned


def _status(payment: OrderPayment) -> PaymentStatus:
    if payment.refunded <= 0:
        return PaymentStatus.PAID
    return PaymentStatus.REFUNDED if payment.refunded >= (payment.amount or 0) else PaymentStatus.PARTIALLY_REFUNDED
