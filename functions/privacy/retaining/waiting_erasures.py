"""Erasures that waited for an order go on when it may be over."""

from __future__ import annotations

from functions.privacy.erasing.ask import ask_erasure
from functions.privacy.store.records import ERASURES_DUE, RequestRecord, request_pk
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times


def go_on_with_erasures() -> int:
    """How many."""
    due = [*RequestRecord.due.query(ERASURES_DUE, RequestRecord.due_at <= times.iso(clock.now()), page_size=100)]
    for record in due:
        ask_erasure(record.pk.removeprefix(request_pk("")), actor=SYSTEM, remember=lambda _request: [])
    return len(due)
