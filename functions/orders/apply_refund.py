"""Money went back: the order's payment status follows what its payment says, whatever the order of the messages."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.deciding import decided
from functions.orders.order_payment import OrderPayment, PaymentState, known_payment, payment_record
from functions.orders.records import ORDER_SK, OrderRecord
from functions.orders.repository import get_order
from functions.orders.states import PaymentStatus
from functions.shared.contracts.payments import PaymentRefunded
from functions.shared.errors import NotFound, VersionConflict
from functions.shared.observability import fact
from functions.shared.transactions import Put, Update, transact


def refund(refunded: PaymentRefunded) -> None:
    """Take over the payment's total of refunds, once and never backwards. Raises NotFound while the capture is not known yet (retried)."""

    def attempt() -> None:
        record = get_order(refunded.order_id)
        payment = known_payment(refunded.order_id, refunded.payment_id)
        if payment is None or payment.state is PaymentState.FAILED:
            raise NotFound("The payment is not known of the order yet.")
        if refunded.refunded <= payment.refunded:
            return
        after = replace(payment, refunded=refunded.refunded)
        changes = [OrderRecord.version.set(record.version + 1)]
        if payment.state is PaymentState.CAPTURED:
            changes.append(OrderRecord.payment_status.set(_status(after).value))
        unchanged, conflict = OrderRecord.version == record.version, VersionConflict(int(record.version))
        transact([Update(OrderRecord, record.pk, ORDER_SK, changes, unchanged, conflict), Put(payment_record(refunded.order_id, after))])
        fact("order.refund_noted", order_id=refunded.order_id, payment_id=refunded.payment_id, refunded=refunded.refunded)

    decided(attempt)


def _status(payment: OrderPayment) -> PaymentStatus:
    return PaymentStatus.REFUNDED if payment.refunded >= (payment.amount or 0) else PaymentStatus.PARTIALLY_REFUNDED
