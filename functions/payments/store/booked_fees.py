"""That a fee was booked is told by the write that books it."""

from __future__ import annotations

from datetime import datetime

from functions.payments.model.ledger import Entry
from functions.payments.store.records import PaymentsTable, payment_pk
from functions.shared.events.contracts.payments import PaymentFeeBooked
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Put


def fee_told(entry: Entry, provider: str, *, at: datetime | None = None) -> list[Put]:
    """The event, if the entry has a fee in it. `at`: when it is told; now, unless given."""
    fee = sum(posting.amount for posting in entry.postings if posting.account == f"fees:{provider}")
    if not fee:
        return []
    told = PaymentFeeBooked(entry.payment_id, entry.order_id, provider, fee, entry.currency, entry.occurred_at)
    actor, cause = Actor("provider", provider), f"fee|{entry.cause}"
    return [event_put(PaymentsTable, payment_pk(entry.payment_id), told, subject=entry.payment_id, actor=actor, cause=cause, at=at)]
