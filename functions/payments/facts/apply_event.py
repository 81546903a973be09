"""Apply one fact of a provider to the payment it is about: once, whatever the order, the repetition or the way it came."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from functions.payments.facts.adopt_refund import with_adopted
from functions.payments.facts.card_testing import note_decline
from functions.payments.facts.effects import effects
from functions.payments.model.attempt import Attempt, id_of
from functions.payments.model.matching import mismatch
from functions.payments.model.payment_state import derive
from functions.payments.model.provider import Result
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.risk.follow_facts import judged_anew
from functions.payments.store.alarms import raise_alarms
from functions.payments.store.due import due_actions
from functions.payments.store.put_aside import put_aside_writes
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, QuarantineRecord
from functions.payments.store.repository import History, history
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Update, Write, put_new, transact

UNKNOWN_REFERENCE = "unknown_reference"


class Outcome(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class Misfit(Exception):
    """The fact does not fit what we know; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def apply_event(
    provider: str,
    event: ProviderEvent,
    *,
    also: Sequence[Write] = (),
    if_applied: Sequence[Write] = (),
    strict: bool = False,
    accept: frozenset[str] = frozenset(),
) -> Outcome:
    """Write the fact and all it changes, with `also` (and with `if_applied` unless it was known or does not fit), in one transaction.

    A provider's message that does not fit is put aside; with `strict` (people tell us, and hear at once) it raises Misfit instead.
    `accept`: reasons for which it would not fit, that people decided to book it in spite of. Raises Unavailable when too many write at
    once, and what a write of `also` raises.
    """
    payment_id = id_of("pay", event.our_ref)

    def attempt() -> tuple[Outcome, list[Write], History | None]:
        known = history(payment_id)
        outcome, writes = _decide(provider, event, known, strict=strict, accept=accept)
        more = [*also, *(if_applied if outcome is Outcome.APPLIED else ())]
        if writes or more:
            transact([*writes, *more])
        return outcome, writes, known

    outcome, writes, known = again(attempt)
    raise_alarms(writes)
    if outcome is Outcome.APPLIED and event.type is EventType.CHARGE_FAILURE and known is not None:
        note_decline(known.attempt, event.card)
    fact(f"payment.event_{outcome}", payment_id=payment_id, provider=provider, event_type=event.type.value)
    return outcome


def apply_result(attempt: Attempt, result: Result) -> None:
    """Everything a call to the provider established."""
    for event in result.events:
        apply_event(attempt.provider, event)


def misfit(provider: str, event: ProviderEvent, known: History | None) -> str | None:
    """Why the event does not fit what we know of its payment, as a stable code."""
    if known is None:
        return UNKNOWN_REFERENCE
    refunds = {reference: one.refund for reference, one in known.refunds.items()}
    return mismatch(event, provider=provider, attempt=known.attempt, state=derive(known.events), refunds=refunds)


def is_known(event: ProviderEvent, known: History) -> bool:
    return any(one.business_key == event.business_key for one in known.events)


def _decide(
    provider: str, event: ProviderEvent, known: History | None, *, strict: bool, accept: frozenset[str]
) -> tuple[Outcome, list[Write]]:
    if known is not None and is_known(event, known):
        return Outcome.DUPLICATE, []
    reason = misfit(provider, event, known)
    if known is not None and (reason is None or reason in accept):
        return Outcome.APPLIED, effects(judged_anew(with_adopted(known, event), event), event, assessed=known.risk)
    if strict:
        raise Misfit(reason or UNKNOWN_REFERENCE)
    told = replace(event, card="")
    if known is None:
        return Outcome.QUARANTINED, put_aside_writes(provider, UNKNOWN_REFERENCE, cause=event.business_key, event=told)
    return Outcome.QUARANTINED, _put_aside(told, known, reason or "")


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
        *put_aside_writes(attempt.provider, reason, cause=digest, attempt=attempt, event=event),
    ]
