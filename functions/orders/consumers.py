"""What queues and schedules start in this domain. Every handler is idempotent by the conditional writes of its use case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from functions.orders.payment import apply_authorization, apply_dispute, apply_part, apply_payment, apply_refund
from functions.orders.placed.cancel_order import cancel_unpaid
from functions.orders.placed.confirm_receipt import confirm_by_timer
from functions.orders.planning.plan_order import plan_by_timer
from functions.orders.shipping.cancel_parcel import void_by_timer
from functions.orders.shipping.follow_parcels import follow_by_timer
from functions.orders.shipping.parcel_cases import watch_by_timer
from functions.orders.shipping.waiting_parcels import book_by_timer
from functions.orders.store import timers
from functions.orders.store.stock_moves import move_by_timer
from functions.orders.store.timers import AUTO_CONFIRM, BOOKING, PAYMENT_DEADLINE, PLAN, STOCK, SUBSCRIBE, VOID, WATCH, Due
from functions.shared.events.batches import SqsRecord, each_event, each_record
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
from functions.shared.events.events import data_of

TIMER_HANDLERS: Mapping[str, Callable[[Due], None]] = {
    PAYMENT_DEADLINE: cancel_unpaid,
    AUTO_CONFIRM: confirm_by_timer,
    STOCK: move_by_timer,
    BOOKING: book_by_timer,
    VOID: void_by_timer,
    SUBSCRIBE: follow_by_timer,
    PLAN: plan_by_timer,
    WATCH: watch_by_timer,
}


def apply_payments(event: Mapping[str, Any]) -> dict[str, Any]:
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
    return each_event(event, handlers, consumer="order-payments")


def sweep_timers() -> dict[str, Any]:
    return {"sent": timers.sweep()}


def run_timers(event: Mapping[str, Any]) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        timers.run(json.loads(record["body"]), TIMER_HANDLERS)

    return each_record(event, handle, consumer="timers")
