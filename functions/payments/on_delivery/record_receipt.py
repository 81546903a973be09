"""Finance saw the money of a bank transfer: the manual payment becomes captured. A receipt pays one payment of the shop."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from functions.payments.facts.apply_event import Misfit, apply_event
from functions.payments.model.payment_state import PaymentStatus
from functions.payments.model.provider_event import EventType
from functions.payments.providers.manual import ManualProvider, receipt_event
from functions.payments.store.receipts import ReceiptTaken, check_unused, receipt_number, receipt_write
from functions.payments.store.repository import History, history
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Write


def record_receipt(payment_id: str, *, money: Money, receipt: str, remember: Sequence[Write]) -> None:
    """Raises NotFound, Conflict for a payment that is not manual or is paid by another receipt (`already_captured`) and for a receipt
    that paid something else (`receipt_used`), Invalid for another amount."""
    number = receipt_number(receipt)
    with suppress(ReceiptTaken):
        _record(payment_id, money, number, remember)
        return
    # Taken between the look and the write: now it is seen by whom.
    _record(payment_id, money, number, remember)


def _record(payment_id: str, money: Money, number: str, remember: Sequence[Write]) -> None:
    known = history(payment_id)
    if known is None:
        raise NotFound("There is no such payment.")
    attempt = known.attempt
    if attempt.provider != ManualProvider.code:
        raise Conflict("Only manual payments are recorded by hand.", code="not_a_manual_payment")
    if money != attempt.money:
        raise Invalid.field("/amount", "amount_mismatch", f"The payment is {attempt.money.amount} {attempt.money.currency}.")
    told = _told(known, number)
    if known.record.status == PaymentStatus.CAPTURED and told is None:
        raise Conflict("This payment is recorded already.", code="already_captured")
    unused = check_unused(attempt.method, number, of=attempt.id)
    used = [receipt_write(attempt.method, number, attempt, of=attempt.id)] if unused else []
    event = receipt_event(attempt, money, told or number, times.iso(clock.now()))
    try:
        apply_event(attempt.provider, event, also=remember, if_applied=used, strict=True)
    except Misfit as error:
        raise Conflict("This payment is recorded already.", code="already_captured") from error


def _told(known: History, number: str) -> str | None:
    """The receipt as this payment knows it, if it was recorded for it."""
    charges = [event.provider_ref for event in known.events if event.type is EventType.CHARGE_SUCCESS]
    return next((told for told in charges if receipt_number(told) == number), None)
