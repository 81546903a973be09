"""Messages of payments as orders get them, for tests of what they mean."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from functions.orders.app import apply_payments
from functions.orders.payment.hold_refund import RequestedRefund, refund_writes
from functions.shared.events.contracts.payments import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDisputeClosed,
    PaymentDisputed,
    PaymentPartiallyCaptured,
    PaymentRefunded,
    PaymentRefundFailed,
    RefundedPart,
)
from functions.shared.events.envelope import Envelope
from functions.shared.outside import fresh
from functions.shared.store.transactions import transact
from tests.integration.orders.buyer import event
from tests.support.events import sqs_of_events

AT = "2025-03-10T04:05:00.000Z"


def told(*messages: Envelope) -> None:
    assert apply_payments(sqs_of_events(messages), None) == {"batchItemFailures": []}


def took(order: Any, payment_id: str, amount: int, *, part: bool = False) -> Envelope:
    data = PaymentCaptured(payment_id, order["id"], "sandbox", payment_id, amount, "CNY", AT, part)
    return event(PaymentCaptured.TYPE, asdict(data), order["id"])


def held(order: Any, payment_id: str, amount: int, *, on_delivery: bool = False) -> Envelope:
    data = PaymentAuthorized(payment_id, order["id"], "sandbox", amount, "CNY", on_delivery, AT)
    return event(PaymentAuthorized.TYPE, asdict(data), order["id"])


def pieces(order: Any, quantity: int, *, line: int = 0) -> RefundedPart:
    row = order["lines"][line]
    return RefundedPart("line", row["total"]["amount"] * quantity // row["quantity"], row["id"], quantity)


def asked(order: Any, *parts: RefundedPart, payment_id: str = "pay_1", restock: bool = True, reason: str = "staff") -> RequestedRefund:
    """A refund that is requested, as the payments domain writes it down."""
    amount = sum(part.amount for part in parts)
    refund = RequestedRefund(fresh.new_id("ref"), payment_id, amount, list(parts), reason, restock)
    transact(refund_writes(order["id"], [refund]))
    return refund


def took_part(order: Any, payment_id: str, amount: int) -> Envelope:
    """So much is taken so far, and the rest is still held."""
    data = PaymentPartiallyCaptured(payment_id, order["id"], "sandbox", payment_id, amount, "CNY", AT)
    return event(PaymentPartiallyCaptured.TYPE, asdict(data), order["id"])


def gone(order: Any, refund: RequestedRefund, *, total: int | None = None, returned: int = 0, captured: int | None = None) -> Envelope:
    """Its money has reached the payer; `total` is the payment's in all, and so is `captured`."""
    captured = order["totals"]["total"]["amount"] if captured is None else captured
    back = refund.amount if total is None else total
    data = PaymentRefunded(
        refund.payment_id, order["id"], refund.refund_id, "sandbox", refund.amount, "CNY", back, captured, list(refund.parts), returned
    )
    return event(PaymentRefunded.TYPE, asdict(data), order["id"])


def refused(order: Any, refund: RequestedRefund, *, total: int = 0, returned: int = 0) -> Envelope:
    data = PaymentRefundFailed(refund.payment_id, order["id"], refund.refund_id, "sandbox", "balance_too_low", total, returned)
    return event(PaymentRefundFailed.TYPE, asdict(data), order["id"])


def disputed(order: Any, payment_id: str = "pay_1", dispute_id: str = "dsp_1") -> Envelope:
    data = PaymentDisputed(dispute_id, payment_id, order["id"], "sandbox", 100, "CNY", "fraudulent", "2025-03-20T00:00:00.000Z")
    return event(PaymentDisputed.TYPE, asdict(data), order["id"])


def decided(order: Any, outcome: str, payment_id: str = "pay_1", dispute_id: str = "dsp_1") -> Envelope:
    data = PaymentDisputeClosed(dispute_id, payment_id, order["id"], "sandbox", 100, "CNY", outcome)
    return event(PaymentDisputeClosed.TYPE, asdict(data), order["id"])
