"""Finance saw the money of a bank transfer: the manual payment becomes captured."""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.apply_event import Outcome, apply_event
from functions.payments.payment_state import PaymentStatus
from functions.payments.providers.manual import ManualProvider, receipt_event
from functions.payments.repository import history
from functions.shared import clock
from functions.shared.errors import Conflict, Invalid, NotFound
from functions.shared.money import Money
from functions.shared.transactions import Write


def record_receipt(payment_id: str, *, money: Money, receipt: str, remember: Sequence[Write]) -> None:
    """Raises NotFound, Conflict for a payment that is not manual or is paid by another receipt, Invalid for another amount."""
    known = history(payment_id)
    if known is None:
        raise NotFound("There is no such payment.")
    attempt = known.attempt
    if attempt.provider != ManualProvider.code:
        raise Conflict("Only manual payments are recorded by hand.", code="not_a_manual_payment")
    if money != attempt.money:
        raise Invalid.field("/amount", "amount_mismatch", f"The payment is {attempt.money.amount} {attempt.money.currency}.")
    event = receipt_event(attempt, money, receipt, clock.iso(clock.now()))
    told = {one.business_key for one in known.events}
    if known.record.status == PaymentStatus.CAPTURED and event.business_key not in told:
        raise Conflict("This payment is recorded already.", code="already_captured")
    if apply_event(attempt.provider, event, also=remember) is Outcome.QUARANTINED:
        raise Conflict("This payment is recorded already.", code="already_captured")
