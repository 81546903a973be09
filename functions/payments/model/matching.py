"""Whether a verified message fits our own data. Pure. What does not fit is put aside, never applied."""

from __future__ import annotations

from collections.abc import Mapping

from functions.payments.model.attempt import Attempt
from functions.payments.model.payment_state import PaymentState
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund

_OF_REFUNDS = frozenset({EventType.REFUND_SUCCESS, EventType.REFUND_FAILURE, EventType.REFUND_REVERSE, EventType.REFUND_REQUEST})
_OF_DISPUTES = frozenset({EventType.CHARGE_BACK, EventType.CHARGE_BACK_REVERSE, EventType.CHARGE_BACK_LOST})


def mismatch(event: ProviderEvent, *, provider: str, attempt: Attempt, state: PaymentState, refunds: Mapping[str, Refund]) -> str | None:
    """Why the event cannot be about this payment as we know it, as a stable code; None when it fits."""
    if provider != attempt.provider:
        return "provider_mismatch"
    if event.account != attempt.account:
        return "account_mismatch"
    if event.money is not None and event.money.currency != attempt.money.currency:
        return "currency_mismatch"
    if event.type in _OF_REFUNDS:
        return _refund_mismatch(event, refunds, state)
    if event.money is None:
        return None
    if event.type in _OF_DISPUTES and event.money.amount > attempt.money.amount:
        return "amount_mismatch"
    if event.type is EventType.AUTHORIZATION_SUCCESS and event.money != attempt.money:
        return "amount_mismatch"
    if event.type is EventType.CHARGE_SUCCESS:
        if attempt.capture != "manual" and event.money != attempt.money:
            return "amount_mismatch"
        if state.captured + event.money.amount > attempt.money.amount:
            return "captured_twice"
    return None


def _refund_mismatch(event: ProviderEvent, refunds: Mapping[str, Refund], state: PaymentState) -> str | None:
    """One that we did not ask for was made in the provider's console: it is true, unless there was not so much to give back."""
    refund = refunds.get(event.refund_ref or "")
    if refund is None:
        if event.type not in (EventType.REFUND_SUCCESS, EventType.REFUND_REVERSE) or not event.refund_ref or event.money is None:
            return "unknown_refund"
        return "refund_exceeds_captured" if state.refunded + event.money.amount > state.captured else None
    if event.money is not None and event.money != refund.money:
        return "amount_mismatch"
    return None
