"""Apply a verified webhook from the inbox. Safe to run any number of times, at any time, in any order."""

from __future__ import annotations

from functions.payments import inbox
from functions.payments.apply_event import apply_event
from functions.payments.records import InboxRecord
from functions.shared import clock
from functions.shared.transactions import Update


def process(provider: str, key: str) -> None:
    """Apply every fact of the message; the last one's transaction also marks the message as processed."""
    record, message = inbox.read(provider, key)
    if record.processed_at:
        return
    *others, last = message.events
    for event in others:
        apply_event(provider, event)
    processed = [InboxRecord.processed_at.set(clock.iso(clock.now())), InboxRecord.version.add(1)]
    apply_event(provider, last, also=[Update(InboxRecord, record.pk, record.sk, processed)])
