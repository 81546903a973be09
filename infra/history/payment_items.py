"""What the handlers of payments leave behind: the payment, what its provider told, the ledger, refunds, disputes and their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from functions.payments.model.attempt import Attempt, reference_of
from functions.payments.model.dispute import Dispute, deadline_of, dispute_status
from functions.payments.model.ledger import entry_of
from functions.payments.model.payment_state import derive
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.store.booked_fees import fee_told
from functions.payments.store.dispute_store import changed
from functions.payments.store.ledger_store import ledger_record
from functions.payments.store.payment_lists import constant_places, status_place
from functions.payments.store.records import (
    LISTED_SK,
    PAYMENT_SK,
    PaymentRecord,
    PaymentsTable,
    ProviderEventRecord,
    RefundRecord,
    dispute_pk,
    order_partition,
    payment_pk,
)
from functions.shared.events.contracts.payments import (
    PaymentCaptured,
    PaymentDisputeClosed,
    PaymentDisputed,
    PaymentFailed,
    PaymentRefunded,
    RefundedPart,
)
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.money import Money
from functions.shared.store.records import Record
from infra.history.order_items import DISPUTE_STATES, PROVIDER, amount_back, asked_back, back, payment_id, refund_id, why_back
from infra.history.story import Story
from infra.history.year import Outcome

_ACCOUNT = "default"
_FEE = 150
"""Basis points that the provider keeps."""
_A_MINUTE = timedelta(minutes=1)
_DECIDED = {Outcome.DISPUTE_WON: EventType.CHARGE_BACK_REVERSE, Outcome.DISPUTE_LOST: EventType.CHARGE_BACK_LOST}


def payment_items(story: Story) -> Iterator[Record]:
    if story.paid is None and not story.declined:
        return
    events, attempt = list(_events(story)), _attempt(story)
    state, pk = derive(events), payment_pk(attempt.id)
    gone = amount_back(story)
    listed_pk, listed_sk = status_place(attempt, state.status.value)
    yield PaymentRecord(
        pk=pk, sk=PAYMENT_SK, kind="payment", body=dump(attempt), status=state.status.value, authorized=state.authorized,
        captured=state.captured, refunded=state.refunded, refundable=state.captured - state.held - gone, refunding=0,
        provider_ref=f"ch_{story.order.number}", captured_at=times.iso(story.paid) if story.paid else None, version=1 + len(events),
        failure=story.declined or None, gsi1pk=order_partition(attempt.order_id), gsi1sk=f"{attempt.created_at}#{attempt.id}",
        listed_pk=listed_pk, listed_sk=listed_sk,
    )  # fmt: skip
    yield PaymentsTable(pk=pk, sk=LISTED_SK, kind="payment_listed", **constant_places(attempt))
    for event in events:
        yield ProviderEventRecord(pk=pk, sk=f"PEV#{event.digest}", kind="provider_event", body=dump(event))
        if entry := entry_of(event, provider=PROVIDER, payment_id=attempt.id, order_id=attempt.order_id):
            yield ledger_record(entry, event.digest)
            yield from (write.record for write in fee_told(entry, PROVIDER, at=times.parse(entry.occurred_at)))
        if payload := _payload(story, event):
            at, actor, about = times.parse(event.occurred_at), Actor("provider", PROVIDER), getattr(payload, "dispute_id", attempt.id)
            place = dispute_pk(about) if about != attempt.id else pk
            yield event_put(PaymentsTable, place, payload, subject=about, actor=actor, cause=event.business_key, at=at).record
    if gone:
        refund = _refund(story)
        yield RefundRecord(pk=pk, sk=f"REF#{refund.id}", kind="refund", status=RefundStatus.SUCCEEDED.value, body=dump(refund))
    if story.bought.outcome.is_disputed:
        dispute = _dispute(story, events)
        put = changed(dispute, dispute_status(events, dispute), 2 if story.decided else 1)
        yield put.record


def _attempt(story: Story) -> Attempt:
    order = story.order
    return Attempt(
        payment_id(story), order.id, order.number, order.customer_id, PROVIDER, _ACCOUNT, "card", "auto",
        Money(order.totals.total, order.currency), "", order.language, order.placed_at, order.payment_deadline,
    )  # fmt: skip


def _events(story: Story) -> Iterator[ProviderEvent]:
    order, total = story.order, story.order.totals.total
    if story.declined:
        yield _event(
            story, EventType.CHARGE_FAILURE, f"ch_{order.number}", total, times.iso(story.bought.at + _A_MINUTE), reason=story.declined
        )
        return
    paid, end = times.iso(story.paid or story.bought.at), times.iso(story.ended or story.bought.at)
    yield _event(story, EventType.CHARGE_SUCCESS, f"ch_{order.number}", total, paid, fee=total * _FEE // 10_000)
    if gone := amount_back(story):
        yield _event(story, EventType.REFUND_SUCCESS, f"re_{order.number}", gone, end, refund=reference_of(refund_id(story)))
    if story.bought.outcome.is_disputed:
        name = f"dp_{order.number}"
        yield _event(story, EventType.CHARGE_BACK, name, total, end, reason="fraudulent")
        if story.decided:
            yield _event(story, _DECIDED[story.bought.outcome], name, total, times.iso(story.decided), reason="fraudulent")


def _event(
    story: Story, kind: EventType, name: str, amount: int, at: str, *, fee: int = 0, refund: str | None = None, reason: str = ""
) -> ProviderEvent:
    currency = story.order.currency
    return ProviderEvent(
        f"ev_{kind}_{story.order.number}", kind, reference_of(payment_id(story)), name, refund, Money(amount, currency),
        Money(fee, currency) if fee else None, _ACCOUNT, at, "", reason=reason,
    )  # fmt: skip


def _payload(story: Story, event: ProviderEvent) -> Payload | None:
    order, number, total = story.order, payment_id(story), story.order.totals.total
    if event.type is EventType.CHARGE_SUCCESS:
        return PaymentCaptured(number, order.id, PROVIDER, event.provider_ref, total, order.currency, event.occurred_at)
    if event.type is EventType.REFUND_SUCCESS:
        gone, (lines, shipping) = amount_back(story), back(story)
        parts = [RefundedPart("line", one.amount, one.line_id, one.quantity) for one in lines]
        parts += [RefundedPart("shipping", shipping)] if shipping else []
        at = event.occurred_at
        return PaymentRefunded(number, order.id, refund_id(story), PROVIDER, gone, order.currency, gone, total, parts, refunded_at=at)
    if event.type is EventType.CHARGE_FAILURE:
        return PaymentFailed(number, order.id, PROVIDER, event.reason)
    about = (ids.derived_id("dsp", number, event.provider_ref), number, order.id, PROVIDER, total, order.currency)
    if event.type is EventType.CHARGE_BACK:
        return PaymentDisputed(*about, event.reason, deadline_of(event), event.occurred_at)
    return PaymentDisputeClosed(*about, DISPUTE_STATES[story.bought.outcome], event.occurred_at)


def _refund(story: Story) -> Refund:
    (lines, shipping), order = back(story), story.order
    parts = [RefundPart("line", one.amount, one.line_id, one.quantity) for one in lines]
    parts += [RefundPart("shipping", shipping)] if shipping else []
    return Refund(
        refund_id(story), payment_id(story), order.id, Money(amount_back(story), order.currency), why_back(story), "system",
        asked_back(story), parts, came_back=bool(story.sent),
    )  # fmt: skip


def _dispute(story: Story, events: list[ProviderEvent]) -> Dispute:
    (opened,) = (event for event in events if event.type is EventType.CHARGE_BACK)
    return Dispute(
        id=ids.derived_id("dsp", payment_id(story), opened.provider_ref), payment_id=payment_id(story), order_id=story.order.id,
        provider=PROVIDER, provider_ref=opened.provider_ref, money=Money(story.order.totals.total, story.order.currency),
        reason=opened.reason, opened_at=opened.occurred_at, deadline=deadline_of(opened),
    )  # fmt: skip
