"""Staff give money back: claim it by a condition on what is refundable, then send it to the provider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.orders import payable
from functions.payments.due import due_actions
from functions.payments.errors import ProviderError
from functions.payments.records import PAYMENT_SK, PaymentRecord, RefundRecord
from functions.payments.refund import Refund, RefundStatus
from functions.payments.repository import attempt_of, history, payments_of
from functions.payments.send_refund import send_refund
from functions.shared import clock, ids
from functions.shared.auth.caller import Caller
from functions.shared.errors import Conflict, Invalid
from functions.shared.money import Money
from functions.shared.observability import fact
from functions.shared.records import dump
from functions.shared.transactions import Update, Write, put_new, transact


@dataclass(frozen=True)
class KnownStatus:
    refund: Refund
    status: str


def request_refund(order_id: str, *, money: Money | None, reason: str, caller: Caller, remember: Callable[[Refund], list[Write]]) -> Refund:
    """A pending refund of `money` (default: all that is left) of the order's payment that can bear it.

    Raises Conflict when the order has no paid payment, Invalid (422 `refund_exceeds_captured`) for more than is left.
    """
    payable(order_id, caller=caller, order_token=None)
    record, amount = _payment_for(order_id, money)
    attempt = attempt_of(record)
    refund = Refund(ids.new_id("ref"), attempt.id, order_id, amount, reason, caller.id, clock.iso(clock.now()))
    claim = [
        PaymentRecord.refundable.add(-amount.amount),
        PaymentRecord.version.add(1),
        *due_actions(attempt.id, clock.now()),
    ]
    item = RefundRecord(pk=record.pk, sk=f"REF#{refund.id}", kind="refund", status=RefundStatus.PENDING.value, body=dump(refund))
    enough = PaymentRecord.refundable >= amount.amount
    transact([Update(PaymentRecord, record.pk, PAYMENT_SK, claim, enough, _too_much()), put_new(item), *remember(refund)])
    try:
        send_refund(attempt, refund)
    except ProviderError as error:
        # It stays pending and due: the worker asks the provider what became of it before sending it again.
        fact("refund.unsettled", refund_id=refund.id, payment_id=attempt.id, reason=type(error).__name__, code=error.code)
    return refund


def refunds_of(order_id: str, *, caller: Caller) -> list[KnownStatus]:
    """Every refund of the order, oldest first."""
    payable(order_id, caller=caller, order_token=None)
    histories = [history(attempt_of(record).id) for record in payments_of(order_id).data]
    found = [KnownStatus(one.refund, one.record.status) for known in histories if known for one in known.refunds.values()]
    return sorted(found, key=lambda one: (one.refund.created_at, one.refund.id))


def _payment_for(order_id: str, money: Money | None) -> tuple[PaymentRecord, Money]:
    paid = [record for record in payments_of(order_id).data if record.captured]
    if not paid:
        raise Conflict("Nothing was paid for this order.", code="nothing_paid")
    best = max(paid, key=lambda record: int(record.refundable))
    currency, left = attempt_of(best).money.currency, int(best.refundable)
    if money is None:
        money = Money(left, currency)
    if money.currency != currency:
        raise Invalid.field("/amount/currency", "currency_mismatch", f"The payment is in {currency}.")
    if money.amount > left or money.amount <= 0:
        raise _too_much()
    bearing = [record for record in paid if int(record.refundable) >= money.amount]
    return bearing[0], money


def _too_much() -> Invalid:
    return Invalid.field("/amount", "refund_exceeds_captured", "More than what was paid and not given back yet.")
