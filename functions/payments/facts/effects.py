"""What one fact of a provider changes: state, ledger, refunds and the events that tell it, as the writes of one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pynamodb.expressions.update import Action

from functions.payments.model.attempt import Attempt
from functions.payments.model.capture import is_open
from functions.payments.model.compensation import ALLOWED, cost_entry
from functions.payments.model.ledger import entry_of
from functions.payments.model.payer import PayerSigns, signs_of
from functions.payments.model.payment_state import PaymentState, PaymentStatus, derive
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund, RefundStatus, refund_status
from functions.payments.model.risk.assessment import Assessment
from functions.payments.model.risk.score import Verdict
from functions.payments.providers import provider_named
from functions.payments.risk.follow_facts import risk_writes
from functions.payments.store.booked_fees import fee_told
from functions.payments.store.compensations import cost_put
from functions.payments.store.dispute_store import dispute_writes
from functions.payments.store.ledger_store import ledger_record
from functions.payments.store.payment_lists import status_actions
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable, ProviderEventRecord, RefundRecord
from functions.payments.store.repository import History, KnownRefund
from functions.shared.events.contracts.payment_notes import PaymentMethodAgreed
from functions.shared.events.contracts.payments import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentFailed,
    PaymentPartiallyCaptured,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentVoided,
    RefundedPart,
)
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Update, Write, put_new
from functions.shared.store.versions import locked_update


def effects(known: History, event: ProviderEvent, *, assessed: Assessment | None = None) -> list[Write]:
    """The writes that apply `event` to the payment as read; they fail with Overtaken when it is not so any more. `assessed`: how it was
    judged before the event, of which `known` says how it is now."""
    before, after = derive(known.events), derive([*known.events, event])
    attempt, record = known.attempt, known.record
    # Which card it was is counted by a keyed hash, and kept nowhere else.
    fact = ProviderEventRecord(pk=record.pk, sk=f"PEV#{event.digest}", kind="provider_event", body=dump(replace(event, card="")))
    writes: list[Write] = [put_new(fact, Overtaken()), _advance(known, event, after)]
    refund = known.refunds.get(event.refund_ref or "")
    by = (refund.refund.to if refund else "") or attempt.provider
    if entry := entry_of(event, provider=by, payment_id=attempt.id, order_id=attempt.order_id):
        writes.append(put_new(ledger_record(entry, event.digest), Overtaken()))
        writes += fee_told(entry, by)
    if event.refund_ref in known.refunds:
        writes.append(_refund_write(known, event, known.refunds[event.refund_ref]))
        writes += _cost_writes(known, event, known.refunds[event.refund_ref].refund)
    writes += dispute_writes(known, event)
    writes += _agreed(known, event, before, after)
    writes += risk_writes(known, event, before, after, assessed)
    actor = Actor("provider", attempt.provider)
    writes += [
        event_put(PaymentsTable, record.pk, payload, subject=attempt.id, actor=actor, cause=event.business_key)
        for payload in _told(known, event, before, after)
    ]
    return writes


def _agreed(known: History, event: ProviderEvent, before: PaymentState, after: PaymentState) -> list[Write]:
    """Whoever wants to be known by how they paid, is so from the moment that it has worked."""
    attempt = known.attempt
    if not attempt.save or _came(before) or not _came(after):
        return []
    told = PaymentMethodAgreed(attempt.id, attempt.order_id, attempt.wallet, attempt.provider)
    return [event_put(PaymentsTable, known.record.pk, told, subject=attempt.id, actor=SYSTEM, cause=event.business_key)]


def _came(state: PaymentState) -> bool:
    return bool(state.authorized or state.captured)


def _refund_write(known: History, event: ProviderEvent, one: KnownRefund) -> Write:
    status = refund_status([*known.events, event], one.refund.reference)
    if one.fresh:
        one.record.status = status.value
        return put_new(one.record, Overtaken())
    return Update(RefundRecord, known.record.pk, one.record.sk, [RefundRecord.status.set(status.value), RefundRecord.version.add(1)])


def _cost_writes(known: History, event: ProviderEvent, refund: Refund) -> list[Write]:
    """Money that nobody was owed is a cost once it has gone, and none any more when it came back."""
    signed = {EventType.REFUND_SUCCESS: 1, EventType.REFUND_REVERSE: -1}.get(event.type, 0)
    if not refund.goodwill or not signed or event.money is None:
        return []
    attempt, amount = known.attempt, signed * event.money.amount
    cause = f"goodwill|{refund.goodwill}|{event.business_key}"
    entry = cost_entry(attempt.id, attempt.order_id, cause, event.occurred_at, amount, event.money.currency, ALLOWED)
    return [cost_put(entry, event.digest)]


def nothing_to_ask(known: History, state: PaymentState, latest: ProviderEvent | None = None) -> bool:
    """Whether the provider need not be asked any more: paid or closed, and nothing under way."""
    events = [*known.events, latest] if latest else known.events
    by_hand = provider_named(known.attempt.provider).caps.refunds_by_hand
    open_refunds = not by_hand and any(refund_status(events, reference) is RefundStatus.PENDING for reference in known.refunds)
    if open_refunds or any(one.pending for one in known.captures) or is_open(known.attempt, state):
        return False
    on_delivery = state.status is PaymentStatus.AUTHORIZED and known.attempt.capture == "on_delivery"
    return on_delivery or state.status in (PaymentStatus.CAPTURED, PaymentStatus.VOIDED)


def _advance(known: History, event: ProviderEvent, state: PaymentState) -> Update:
    events = [*known.events, event]
    statuses = {reference: refund_status(events, reference) for reference in known.refunds}
    claimed = sum(one.refund.money.amount for reference, one in known.refunds.items() if statuses[reference] is not RefundStatus.FAILED)
    pending = sum(one.refund.money.amount for reference, one in known.refunds.items() if statuses[reference] is RefundStatus.PENDING)
    actions: list[Action] = [
        PaymentRecord.status.set(state.status.value),
        PaymentRecord.authorized.set(state.authorized),
        PaymentRecord.captured.set(state.captured),
        PaymentRecord.refunded.set(state.refunded),
        PaymentRecord.refundable.set(state.captured - state.held - claimed),
        PaymentRecord.refunding.set(pending),
        PaymentRecord.version.set(int(known.record.version) + 1),
    ]
    if state.status.value != known.record.status:
        actions += status_actions(known.attempt, state.status.value)
    if event.type is EventType.CHARGE_SUCCESS:
        actions.append(PaymentRecord.captured_at.set(event.occurred_at))
    if event.type in (EventType.CHARGE_FAILURE, EventType.AUTHORIZATION_FAILURE):
        actions.append(PaymentRecord.failure.set(event.reason or "declined"))
    if nothing_to_ask(known, state, event):
        actions += [PaymentRecord.due_pk.remove(), PaymentRecord.due_at.remove()]
    return locked_update(PaymentRecord, known.record.pk, PAYMENT_SK, actions, known.record.version)


def _told(known: History, event: ProviderEvent, before: PaymentState, after: PaymentState) -> list[Payload]:
    """The events for the rest of the shop. Each is told at the moment the derived state passes its mark, so at most once."""
    attempt, wanted = known.attempt, known.attempt.money.amount
    payer = signs_of([*known.events, event])
    if before.captured < wanted <= after.captured:
        # What came above that is the payer's: it can be given back, the order does not need to know.
        return [_captured(known, event, wanted, payer, part=False)]
    if _ended_in_part(attempt, after) and (after.captured, after.released) != (before.captured, before.released):
        return [_captured(known, event, after.captured, payer, part=True)]
    if is_open(attempt, after) and (after.captured, after.authorized) != (before.captured, before.authorized):
        # In whatever order the provider tells: that money is held, and what was taken of it, is known once both are.
        promised = [_authorized(known, after, payer)] if not before.authorized else []
        return [*promised, *([_taken_so_far(known, event, after, payer)] if after.captured else [])]
    if event.refund_ref in known.refunds:
        return _told_of_refund(known, event, after)
    if before.status is after.status:
        return []
    if after.status is PaymentStatus.FAILED:
        ends = known.risk is not None and known.risk.acted_on is Verdict.DECLINE
        return [PaymentFailed(attempt.id, attempt.order_id, attempt.provider, event.reason or "declined", attempt.metadata, ends)]
    if after.status is PaymentStatus.VOIDED:
        return [PaymentVoided(attempt.id, attempt.order_id, attempt.provider, known.record.void_reason or "", attempt.metadata)]
    if after.status is PaymentStatus.AUTHORIZED:
        return [_authorized(known, after, payer)]
    return []


def _authorized(known: History, after: PaymentState, payer: PayerSigns) -> PaymentAuthorized:
    attempt = known.attempt
    return PaymentAuthorized(
        payment_id=attempt.id,
        order_id=attempt.order_id,
        provider=attempt.provider,
        amount=after.authorized,
        currency=attempt.money.currency,
        on_delivery=attempt.capture == "on_delivery",
        authorized_at=after.authorized_at,
        metadata=attempt.metadata,
        risk=payer.risk,
        payer_country=payer.country,
        **_judged(known),
    )


def _taken_so_far(known: History, event: ProviderEvent, after: PaymentState, payer: PayerSigns) -> PaymentPartiallyCaptured:
    attempt = known.attempt
    return PaymentPartiallyCaptured(
        payment_id=attempt.id,
        order_id=attempt.order_id,
        provider=attempt.provider,
        provider_ref=event.provider_ref,
        amount=after.captured,
        currency=attempt.money.currency,
        captured_at=event.occurred_at,
        metadata=attempt.metadata,
        risk=payer.risk,
        payer_country=payer.country,
        **_judged(known),
    )


def _judged(known: History) -> dict[str, Any]:
    """What the order has to know of how its payment was judged."""
    if known.risk is None:
        return {}
    risk = known.risk
    acts = {} if risk.acted_on is Verdict.ACCEPT else {"verdict": risk.acted_on.value, "review_hours": risk.review_hours}
    return {"score": risk.score, "score_reasons": [*risk.reasons], **acts, "at_deadline": risk.at_deadline.value if acts else ""}


def _ended_in_part(attempt: Attempt, state: PaymentState) -> bool:
    """Something was taken, and no more can be. Before it is told that money is held, a part of it says nothing of its end."""
    if attempt.capture == "manual" and not state.authorized and not state.released:
        return False
    return 0 < state.captured < attempt.money.amount and not is_open(attempt, state)


def _captured(known: History, event: ProviderEvent, amount: int, payer: PayerSigns, *, part: bool) -> PaymentCaptured:
    attempt = known.attempt
    return PaymentCaptured(
        payment_id=attempt.id,
        order_id=attempt.order_id,
        provider=attempt.provider,
        provider_ref=event.provider_ref,
        amount=amount,
        currency=attempt.money.currency,
        captured_at=event.occurred_at,
        part=part,
        metadata=attempt.metadata,
        risk=payer.risk,
        payer_country=payer.country,
        **_judged(known),
    )


def _told_of_refund(known: History, event: ProviderEvent, after: PaymentState) -> list[Payload]:
    attempt, refund = known.attempt, known.refunds[event.refund_ref or ""].refund
    was, now = refund_status(known.events, refund.reference), refund_status([*known.events, event], refund.reference)
    if was is now or now is RefundStatus.PENDING:
        return []
    if now is RefundStatus.FAILED:
        return [
            PaymentRefundFailed(
                payment_id=attempt.id,
                order_id=attempt.order_id,
                refund_id=refund.id,
                provider=attempt.provider,
                reason=event.reason or event.type.value,
                refunded=after.refunded,
                returned=after.returned,
                metadata=refund.metadata,
                came_back=refund.money.amount if was is RefundStatus.SUCCEEDED else 0,
                currency=refund.money.currency,
                failed_at=event.occurred_at,
            )
        ]
    return [
        PaymentRefunded(
            payment_id=attempt.id,
            order_id=attempt.order_id,
            refund_id=refund.id,
            provider=attempt.provider,
            amount=refund.money.amount,
            currency=refund.money.currency,
            refunded=after.refunded,
            captured=after.captured,
            parts=[RefundedPart(part.kind, part.amount, part.line_id, part.quantity) for part in refund.parts],
            returned=after.returned,
            metadata=refund.metadata,
            refunded_at=event.occurred_at,
        )
    ]
