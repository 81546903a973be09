"""Ask the provider how an unfinished payment stands; at its expiry close it and ask once more (the customer can pay meanwhile)."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.payments.attempts.capture_payment import resume_capture
from functions.payments.attempts.deadline import follow_deadline
from functions.payments.attempts.send_refund import resume_refund
from functions.payments.facts.apply_event import apply_result
from functions.payments.facts.effects import nothing_to_ask
from functions.payments.model.attempt import GIVE_UP_AFTER, RETRY_AFTER, next_poll
from functions.payments.model.capture import ends_at, is_open
from functions.payments.model.errors import Declined, ProviderError, Unsupported
from functions.payments.model.payment_state import PaymentStatus, derive
from functions.payments.model.provider import PaymentProvider
from functions.payments.model.refund import RefundStatus
from functions.payments.providers import provider_named
from functions.payments.store.alarms import raise_alarms
from functions.payments.store.due import due_actions
from functions.payments.store.put_aside import put_aside_writes
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, payment_pk
from functions.payments.store.repository import History, history
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.due_tries import MOST_TRIES, counted_try, tries_of
from functions.shared.store.transactions import Update, Write, transact
from functions.shared.store.versions import at_version

REFUNDS_TAKE_AT_MOST = timedelta(days=14)


def poll(payment_id: str) -> None:
    """One round of asking, if it is due. A provider that does not answer is asked again later; anything else raises, is tried again later,
    and is put aside for people in the end."""
    known, now = history(payment_id), clock.now()
    if known is None or known.record.due_at is None or known.record.due_at > times.iso(now):
        return
    try:
        _claim(known, now)
    except Overtaken:
        return
    if tries_of(known.record) + 1 >= MOST_TRIES:
        return
    try:
        _ask(known, now)
    except ProviderError as error:
        fact("payment.poll_failed", payment_id=payment_id, provider=known.attempt.provider, reason=type(error).__name__, code=error.code)
    _plan_next(payment_id, now)


def _claim(known: History, now: datetime) -> None:
    """Push the next round away first: a round that dies is repeated later, not every minute, and two workers never share one. What died
    every time is put aside instead; whoever applies that has it asked again."""
    writes: list[Write] = [counted_try(known.record, now, at_least=RETRY_AFTER)]
    if tries_of(known.record) + 1 >= MOST_TRIES:
        cause = f"failing {known.record.due_at}"
        writes += put_aside_writes(known.attempt.provider, "unresolved", cause=cause, attempt=known.attempt)
    transact(writes)
    raise_alarms(writes)


def _ask(known: History, now: datetime) -> None:
    attempt, provider = known.attempt, provider_named(known.attempt.provider)
    for refund in known.refunds.values():
        if refund.record.status == RefundStatus.PENDING:
            resume_refund(attempt, refund.refund)
    for capture in known.captures:
        if capture.pending:
            resume_capture(known, capture.capture)
    state = derive(known.events)
    if state.status is PaymentStatus.CAPTURED and not is_open(attempt, state):
        return
    apply_result(attempt, provider.query(attempt))
    current = follow_deadline(history(attempt.id), now)
    if provider.caps.close_unpaid and current and _is_to_close(current, provider, now):
        _close(current, provider)


def _is_to_close(known: History, provider: PaymentProvider, now: datetime) -> bool:
    """Whether its time is over, or somebody wants it ended, and it can still be ended."""
    attempt, state = known.attempt, derive(known.events)
    if is_open(attempt, state):
        wanted = bool(known.record.void_reason) and not any(one.pending for one in known.captures)
        return wanted or now >= ends_at(state, provider.caps.authorization_lasts)
    if state.status in (PaymentStatus.CAPTURED, PaymentStatus.VOIDED):
        return False
    promised = state.status is PaymentStatus.AUTHORIZED
    return bool(known.record.void_reason) or (not promised and now >= times.parse(attempt.expires_at))


def _close(known: History, provider: PaymentProvider) -> None:
    attempt = known.attempt
    if not known.record.void_reason:
        # Unless staff have wanted it ended since it was read: then theirs is why.
        reason = PaymentRecord.void_reason.set(PaymentRecord.void_reason | "expired")
        transact([Update(PaymentRecord, known.record.pk, PAYMENT_SK, [reason])])
    try:
        apply_result(attempt, provider.void(attempt, key=f"{attempt.reference}-expiry"))
    except (Declined, Unsupported) as error:
        fact("payment.close_refused", payment_id=attempt.id, provider=attempt.provider, code=error.code)
    apply_result(attempt, provider.query(attempt))


def _plan_next(payment_id: str, now: datetime) -> None:
    """Under the version that was read: a refund or a capture that is claimed meanwhile has planned its own round."""
    again(lambda: _plan(payment_id, now))


def _plan(payment_id: str, now: datetime) -> None:
    known = history(payment_id)
    if known is None or known.record.due_at is None:
        return
    pk, attempt = payment_pk(payment_id), known.attempt
    state, unchanged = derive(known.events), at_version(PaymentRecord, known.record.version)
    failed_for_good = state.status is PaymentStatus.FAILED and now >= times.parse(attempt.expires_at)
    if nothing_to_ask(known, state) or failed_for_good:
        transact([Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, None), unchanged, Overtaken())])
    elif (moment := _held_poll(known, now) or next_poll(attempt, now) or _late_poll(known, now)) is not None:
        transact([Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, moment), unchanged, Overtaken())])
    else:
        give_up = Update(PaymentRecord, pk, PAYMENT_SK, due_actions(payment_id, None), unchanged, Overtaken())
        writes = [give_up, *put_aside_writes(attempt.provider, "unresolved", cause="unresolved", attempt=attempt)]
        transact(writes)
        raise_alarms(writes)


def _held_poll(known: History, now: datetime) -> datetime | None:
    """For money that is held: when it must be let go; every five minutes when something of it is under way, or that time is over."""
    attempt, state = known.attempt, derive(known.events)
    if not is_open(attempt, state):
        return None
    end = ends_at(state, provider_named(attempt.provider).caps.authorization_lasts)
    if now < end and not known.record.void_reason and not any(one.pending for one in known.captures):
        return end
    return now + RETRY_AFTER if now < end + GIVE_UP_AFTER else None


def _late_poll(known: History, now: datetime) -> datetime | None:
    """After expiry, while the outcome is open: every five minutes for a day; then, for a refund under way, every six hours."""
    if now < times.parse(known.attempt.expires_at) + GIVE_UP_AFTER:
        return now + RETRY_AFTER
    pending = [one.refund.created_at for one in known.refunds.values() if one.record.status == RefundStatus.PENDING]
    asked = [times.parse(created) for created in pending]
    return now + timedelta(hours=6) if any(now < moment + REFUNDS_TAKE_AT_MOST for moment in asked) else None
