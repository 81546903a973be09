"""Take a refund's amount from what its payment still holds, in one condition, and bring it to the provider afterwards."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from functions.payments.attempts.send_refund import send_refund
from functions.payments.model.attempt import Attempt
from functions.payments.model.errors import ProviderError
from functions.payments.model.refund import Refund, RefundStatus
from functions.payments.refunds.payment_task import task_writes
from functions.payments.store.due import due_actions
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, RefundRecord, payment_pk
from functions.payments.store.repository import History
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Update, Write, put_new


def claim_writes(attempt: Attempt, refund: Refund) -> list[Write]:
    """The refund as pending, and its amount taken. They fail with Overtaken when less is left, or when the refund is there already.

    What people send by hand is a task of theirs: nobody is asked what became of it.
    """
    pk, amount = payment_pk(refund.payment_id), refund.money.amount
    claim: list[Action] = [PaymentRecord.refundable.add(-amount), PaymentRecord.refunding.add(amount), PaymentRecord.version.add(1)]
    claim += [] if refund.by_hand else due_actions(refund.payment_id, clock.now())
    item = RefundRecord(pk=pk, sk=f"REF#{refund.id}", kind="refund", status=RefundStatus.PENDING.value, body=dump(refund))
    writes: list[Write] = [Update(PaymentRecord, pk, PAYMENT_SK, claim, PaymentRecord.refundable >= amount, Overtaken())]
    return [*writes, put_new(item, Overtaken()), *(task_writes(attempt, refund) if refund.by_hand else [])]


def bring(known: History, refund: Refund) -> None:
    """To the provider. Whatever goes wrong, it stays pending and due: the worker asks what became of it before sending it again."""
    try:
        send_refund(known.attempt, refund)
    except ProviderError as error:
        fact("refund.unsettled", refund_id=refund.id, payment_id=refund.payment_id, reason=type(error).__name__, code=error.code)
