"""Queue `order-payments`: what happened to money, and to groups that were paid for."""

from __future__ import annotations

from typing import Any

from functions.orders.payment import apply_authorization, apply_dispute, apply_part, apply_payment, apply_refund
from functions.orders.reviewing import group_orders
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.payments import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDisputeClosed,
    PaymentDisputed,
    PaymentFailed,
    PaymentPartiallyCaptured,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentVoided,
)
from functions.shared.events.contracts.promotions import GroupBuyFailed, GroupBuySucceeded
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time


@in_time
def apply_payments(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        PaymentAuthorized.TYPE: lambda envelope: apply_authorization.release(data_of(envelope, PaymentAuthorized)),
        PaymentVoided.TYPE: lambda envelope: apply_authorization.lapse(data_of(envelope, PaymentVoided)),
        PaymentCaptured.TYPE: lambda envelope: apply_payment.capture(data_of(envelope, PaymentCaptured)),
        PaymentPartiallyCaptured.TYPE: lambda envelope: apply_part.take_part(data_of(envelope, PaymentPartiallyCaptured)),
        PaymentRefunded.TYPE: lambda envelope: apply_refund.refund(data_of(envelope, PaymentRefunded)),
        PaymentRefundFailed.TYPE: lambda envelope: apply_refund.refund(data_of(envelope, PaymentRefundFailed)),
        PaymentDisputed.TYPE: lambda envelope: apply_dispute.dispute(data_of(envelope, PaymentDisputed)),
        PaymentDisputeClosed.TYPE: lambda envelope: apply_dispute.close(data_of(envelope, PaymentDisputeClosed)),
        PaymentFailed.TYPE: lambda envelope: apply_payment.fail(data_of(envelope, PaymentFailed)),
    }
    handlers |= {
        GroupBuySucceeded.TYPE: lambda envelope: group_orders.go_on(data_of(envelope, GroupBuySucceeded)),
        GroupBuyFailed.TYPE: lambda envelope: group_orders.end(data_of(envelope, GroupBuyFailed)),
    }
    return each_event(event, handlers, consumer="order-payments")
