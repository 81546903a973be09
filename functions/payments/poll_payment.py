"""Ask the provider how an unfinished payment stands; at its expiry close it and ask once more (the customer can pay meanwhile)."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.payments.apply_event import apply_result, quarantine_event
from functions.payments.attempt import GIVE_UP_AFTER, RETRY_AFTER, Attempt, next_poll
from functions.payments.due import due_actions
from functions.payments.effects import settled
from functions.payments.errors import Declined, ProviderError, Unsupported
from functions.payments.payment_state import PaymentStatus, derive
from functions.payments.provider import PaymentProvider
from functions.payments.providers import provider_named
from functions.payments.records import PAYMENT_SK, PaymentRecord, payment_pk
from functions.payments.refund import RefundStatus
from functions.payments.repository import History, history
from functions.payments.send_refund import resume_refund
from functions.shared import clock
from functions.shared.errors import Conflict
from functions.shared.observability import fact
from functions.shared.transactions import Update, transact

REFUNDS_TAKE_AT_MOST = timedelta(days=14)


class Claimed(Conflict):
    """Another worker asks already."""


def poll(payment_id: str) -> None:
    """One round of asking, if it is due. A provider that does not answer is asked again later; anything else raises."""
    known, now = history(payment_id), clock.now()
    if known is None or known.record.due_at is None or known.record.due_at > clock.iso(now):
        return
    try:
        _claim(known, now)
    except Claimed:
        return
    try:
        _ask(known, now)
    except ProviderError as error:
        fact("payment.poll_failed", payment_id=payment_id, provider=known.attempt.provider, reason=type(error).__name__, code=error.code)
    _plan_next(payment_id, now)


def _claim(known: History, now: datetime) -> None:
    """Push the next round away first: a round that dies is repeated later, not every minute, and two workers never share one."""
    unclaimed = PaymentRecord.due_at == known.record.due_at
    actions = due_actions(known.attempt.id, now + RETRY_AFTER)
    transact([Update(PaymentRecord, known.record.pk, PAYMENT_SK, actions, unclaimed, Claimed())])


def _ask(known: History, now: datetime) -> None:
    attempt, provider = known.attempt, provider_named(known.attempt.provider)
    for refund in known.refunds.values():
        if refund.record.status == RefundStatus.PENDING:
            resume_refund(attempt, refund.refund)
    if derive(known.events).status is PaymentStatus.CAPTURED:
        return
    apply_result(attempt, provider.query(attempt))
    if now >= clock.parse(attempt.expires_at) and provider.caps.close_unpaid and _is_open(attempt.id):
        _close(provider, attempt)


def _close(provider: PaymentProvider, attempt: Attempt) -> None:
    try:
        apply_result(attempt, provider.void(attempt, key=f"{attempt.reference}-expiry"))
    except (Declined, Unsupported) as error:
        fact("payment.close_refused", payment_id=attempt.id, provider=attempt.provider, code=error.code)
    apply_result(attempt, provider.query(attempt))


def _is_open(payment_id: str) -> bool:
    known = history(payment_id)
    return known is not None and derive(known.events).status not in (PaymentStatus.CAPTURED, PaymentStatus.VOIDED)


def _plan_next(payment_id: str, now: datetime) -> None:
    known = history(payment_id)
    if known is None or known.record.due_at is None:
        return
    pk, attempt = payment_pk(payment_id), known.attempt
    state = derive(known.events)
    failed_for_good = state.status is PaymentStatus.FAILED and now >= clock.parse(attempt.expires_at)
    if settled(known, state) or failed_for_good:
        transact([Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, None))])
    elif (moment := next_poll(attempt, now) or _late_poll(known, now)) is not None:
        transact([Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, moment))])
    else:
        give_up = Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, None))
        transact([give_up, quarantine_event(attempt, "unresolved", cause=f"unresolved {attempt.id}")])


def _late_poll(known: History, now: datetime) -> datetime | None:
    """After expiry, while the outcome is open: every five minutes for a day; then, for a refund under way, every six hours."""
    if now < clock.parse(known.attempt.expires_at) + GIVE_UP_AFTER:
        return now + RETRY_AFTER
    pending = [one.refund.created_at for one in known.refunds.values() if one.record.status == RefundStatus.PENDING]
    asked = [clock.parse(created) for created in pending]
    return now + timedelta(hours=6) if any(now < moment + REFUNDS_TAKE_AT_MOST for moment in asked) else None
