"""From what a webhook said to what may be booked: with our own references, and asked back where the message alone is not enough."""

from __future__ import annotations

from collections.abc import Iterable

from functions.payments.model.attempt import id_of
from functions.payments.model.errors import Declined
from functions.payments.model.matching import mismatch
from functions.payments.model.payment_state import derive
from functions.payments.model.provider import PaymentProvider
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers import provider_named
from functions.payments.store.repository import history


def confirmed(code: str, events: Iterable[ProviderEvent]) -> list[ProviderEvent]:
    """The facts to apply. Raises ProviderError when the provider must be asked and does not answer."""
    provider = provider_named(code)
    located = [provider.locate(event) for event in events]
    always = provider.caps.requery_after_webhook
    return [fact for event in located for fact in (_asked(provider, event) if always or _only_hints(event) else [event])]


def _only_hints(event: ProviderEvent) -> bool:
    """A refund was told, but not how much of the money it was: who made it in the provider's console asked nobody here."""
    return event.type is EventType.INFO and event.refund_ref is not None


def _asked(provider: PaymentProvider, event: ProviderEvent) -> Iterable[ProviderEvent]:
    """What the provider answers about the event; the event itself when it does not fit us, so that it is put aside."""
    known = history(id_of("pay", event.our_ref))
    if known is None:
        return [event]
    refunds = {reference: one.refund for reference, one in known.refunds.items()}
    if mismatch(event, provider=provider.code, attempt=known.attempt, state=derive(known.events), refunds=refunds):
        # A charge that is booked already does not fit either, but is not strange.
        return [event]
    if event.refund_ref is None:
        return provider.query(known.attempt).events
    try:
        asked_at = refunds[event.refund_ref].created_at if event.refund_ref in refunds else event.occurred_at
        return provider.query_refund(known.attempt, event.refund_ref, asked_at=asked_at).events
    except Declined:
        return []
