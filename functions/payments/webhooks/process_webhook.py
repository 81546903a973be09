"""Apply a verified webhook from the inbox. Safe to run any number of times, at any time, in any order."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.facts.apply_event import apply_event
from functions.payments.store.records import InboxRecord
from functions.payments.webhooks import inbox
from functions.payments.webhooks.confirm_event import confirmed
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import Update, transact


def process(provider: str, key: str) -> None:
    """Apply every fact of the message; the last one's transaction also marks the message as processed.

    Raises ProviderError when the provider had to be asked and did not answer: later again.
    """
    record, message = inbox.read(provider, key)
    if record.processed_at:
        return
    events = confirmed(provider, message.events)
    for event in events[:-1]:
        apply_event(provider, event)
    processed = [InboxRecord.processed_at.set(times.iso(clock.now())), InboxRecord.version.add(1)]
    if any(event.card for event in message.events):
        # Which card it was is counted now, by a keyed hash, and stays nowhere.
        plain = replace(message, events=[replace(event, card="") for event in message.events])
        processed.append(InboxRecord.body.set(dump(plain)))
    mark = Update(InboxRecord, record.pk, record.sk, processed)
    if events:
        apply_event(provider, events[-1], also=[mark])
    else:
        transact([mark])
