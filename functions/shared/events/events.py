"""Domain events: one envelope, typed payloads, written beside the state in the same transaction.

An event item is append-only. The table's stream hands it to the publisher, which puts it on the bus; consumers get the envelope
from their queue. So no event is missing or invented, whatever dies when. Events carry ids and amounts, no personal data: who
needs an address asks the owning domain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from functions.shared.events.envelope import Actor, Envelope, Payload
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import correlation_id
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load, parsed
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put, put_new

P = TypeVar("P")


def event_put(
    model: type[Record],
    pk: str,
    payload: Payload,
    *,
    subject: str,
    actor: Actor,
    cause: str | None = None,
    at: datetime | None = None,
    metadata: Mapping[str, str] | None = None,
    custom_fields: Mapping[str, Any] | None = None,
) -> Put:
    """The write of an event in the partition `pk` of its state; `metadata` and `custom_fields` are the public ones of its subject:
    events are told outside.

    With `cause` (anything that happens once, e.g. a provider's event id) the event's id is derived from it, so that whoever
    meets a second telling knows it. That there is none is the business of the condition on the state beside it.
    """
    event_id = ids.derived_id("evt", payload.TYPE, subject, cause) if cause else fresh.new_id("evt")
    envelope = Envelope(
        id=event_id,
        type=payload.TYPE,
        version=payload.VERSION,
        occurred_at=times.iso(at or clock.now()),
        subject=subject,
        actor=actor,
        data=json.loads(dump(payload)),
        correlation_id=correlation_id(),
        metadata=dict(metadata or {}),
        custom_fields=dict(custom_fields or {}),
    )
    # The sort key starts with the time, so that a partition's events are its timeline; an id alone would not order derived ones.
    record = model(pk=pk, sk=f"EVT#{envelope.occurred_at}#{event_id}", kind="event", body=dump(envelope))
    return put_new(record)


def envelope_of(record: Record) -> Envelope:
    return load(Envelope, record.body)


def from_queue(record: Mapping[str, Any]) -> Envelope:
    """The envelope from an SQS record that an EventBridge rule filled."""
    return parsed(Envelope, json.loads(record["body"])["detail"])


def data_of(envelope: Envelope, shape: type[P]) -> P:
    """The typed payload. Fields a newer producer added are ignored; a missing one raises."""
    return parsed(shape, envelope.data)
