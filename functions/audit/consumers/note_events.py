"""Queue `audit-events`: what people do with accounts, rights and personal data elsewhere than under /v1/admin."""

from __future__ import annotations

from typing import Any

from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import fact_put
from functions.shared.audit.masking import masked
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.events import from_queue
from functions.shared.outside.time_left import in_time
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import transact


class _Known(Conflict):
    pass


@in_time
def note_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _note, consumer="audit-events")


def _note(record: SqsRecord) -> None:
    """Its id is the event's, so that a second delivery is no second fact (for as long as facts are kept)."""
    envelope = from_queue(record)
    after = masked(dict(envelope.data), person=True)
    fact = Fact(envelope.id, envelope.occurred_at, envelope.actor.kind, envelope.actor.id, envelope.type, envelope.subject, after=after,
                request_id=envelope.correlation_id)  # fmt: skip
    put = fact_put(fact, once=True)
    try:
        transact([type(put)(put.record, put.condition, _Known())])
    except _Known:
        return
