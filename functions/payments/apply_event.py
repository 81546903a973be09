"""Apply one fact of a provider to the payment it is about: once, whatever the order, the repetition or the way it came."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from functions.payments.alarms import raise_alarms
from functions.payments.attempt import Attempt, id_of
from functions.payments.due import due_actions
from functions.payments.effects import effects
from functions.payments.matching import mismatch
from functions.payments.payment_state import derive
from functions.payments.provider import Result
from functions.payments.provider_event import ProviderEvent
from functions.payments.records import PAYMENT_SK, PaymentRecord, PaymentsTable, QuarantineRecord, inbox_pk
from functions.payments.repository import History, history
from functions.shared import clock
from functions.shared.again import Overtaken, again
from functions.shared.contracts.payments import PaymentQuarantined
from functions.shared.events import Actor, event_put
from functions.shared.observability import fact
from functions.shared.records import dump
from functions.shared.transactions import Update, Write, put_new, transact


class Outcome(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


def apply_event(provider: str, event: ProviderEvent, *, also: Sequence[Write] = ()) -> Outcome:
    """Write the fact and all it changes, with `also`, in one transaction. Raises Unavailable when too many write at once."""
    payment_id = id_of("pay", event.our_ref)

    def attempt() -> tuple[Outcome, list[Write]]:
        outcome, writes = _decide(provider, event, history(payment_id))
        if writes or also:
            transact([*writes, *also])
        return outcome, writes

    outcome, writes = again(attempt)
    raise_alarms(writes)
    fact(f"payment.event_{outcome}", payment_id=payment_id, provider=provider, event_type=event.type.value)
    return outcome


def apply_result(attempt: Attempt, result: Result) -> None:
    """Everything a call to the provider established."""
    for event in result.events:
        apply_event(attempt.provider, event)


def _decide(provider: str, event: ProviderEvent, known: History | None) -> tuple[Outcome, list[Write]]:
    if known is None:
        return Outcome.QUARANTINED, _stranger(provider, event)
    if any(one.business_key == event.business_key for one in known.events):
        return Outcome.DUPLICATE, []
    refunds = {reference: one.refund for reference, one in known.refunds.items()}
    reason = mismatch(event, provider=provider, attempt=known.attempt, state=derive(known.events), refunds=refunds)
    if reason is None:
        return Outcome.APPLIED, effects(known, event)
    return Outcome.QUARANTINED, _put_aside(event, known, reason)


def _put_aside(event: ProviderEvent, known: History, reason: str) -> list[Write]:
    digest = hashlib.sha256(f"{event.business_key}|{reason}|{event.money}".encode()).hexdigest()[:32]
    sk = f"QUA#{digest}"
    if sk in known.quarantined:
        return []
    attempt = known.attempt
    # The provider itself is asked at once what is true: a genuine message with a wrong amount must not leave the payment open.
    ask = Update(PaymentRecord, known.record.pk, PAYMENT_SK, due_actions(attempt.id, clock.now()))
    return [
        put_new(QuarantineRecord(pk=known.record.pk, sk=sk, kind="quarantine", body=dump(event)), Overtaken()),
        ask,
        quarantine_event(attempt, reason, cause=digest),
    ]


def quarantine_event(attempt: Attempt, reason: str, *, cause: str) -> Write:
    payload = PaymentQuarantined(attempt.id, attempt.order_id, attempt.provider, reason)
    actor = Actor("provider", attempt.provider)
    return event_put(PaymentsTable, f"PAY#{attempt.id}", payload, subject=attempt.id, actor=actor, cause=cause)


def _stranger(provider: str, event: ProviderEvent) -> list[Write]:
    payload = PaymentQuarantined("", "", provider, "unknown_reference")
    subject = f"{provider}:{event.event_key}"
    pk = inbox_pk(provider, event.event_key)
    return [event_put(PaymentsTable, pk, payload, subject=subject, actor=Actor("provider", provider), cause=event.business_key)]
