"""What somebody must look at, as a metric beside the event that tells it: one alarm per name in infra/parts/alarms.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from functions.shared.events.events import envelope_of
from functions.shared.outside.observability import alarmed
from functions.shared.store.transactions import Put, Write

ALARMING = frozenset({"payment.quarantined", "payment.refund_failed", "payment.disputed"})


def raise_alarm(name: str, **fields: Any) -> None:
    alarmed(name, **fields)


def raise_alarms(written: Iterable[Write]) -> None:
    """For every alarming event among what was just written: so each is raised as often as it is told, once."""
    for write in written:
        if isinstance(write, Put) and write.record.kind == "event":
            envelope = envelope_of(write.record)
            if envelope.type in ALARMING:
                raise_alarm(envelope.type, subject=envelope.subject, reason=envelope.data.get("reason", ""))
