"""A refund that nobody asked us for: made in the provider's own console. It is booked like ours, so that the money cannot go back twice."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.store.records import RefundRecord
from functions.payments.store.repository import History, KnownRefund
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump

BY_PROVIDER = "provider"


def with_adopted(known: History, event: ProviderEvent) -> History:
    """The payment with the refund that the event tells of, if it is one that we do not know. It has no item yet."""
    if event.type is not EventType.REFUND_SUCCESS or not event.refund_ref or event.refund_ref in known.refunds or event.money is None:
        return known
    attempt = known.attempt
    refund = Refund(
        id=ids.derived_id("ref", attempt.id, f"told {event.refund_ref}"),
        payment_id=attempt.id,
        order_id=attempt.order_id,
        money=event.money,
        reason="made_at_provider",
        requested_by=f"{BY_PROVIDER}:{attempt.provider}",
        created_at=event.occurred_at,
        parts=[RefundPart("amount", event.money.amount)],
        told_as=event.refund_ref,
        origin=BY_PROVIDER,
    )
    status, body = RefundStatus.PENDING.value, dump(refund)
    record = RefundRecord(pk=known.record.pk, sk=f"REF#{refund.id}", kind="refund", status=status, body=body)
    return replace(known, refunds={**known.refunds, event.refund_ref: KnownRefund(record, refund, fresh=True)})
