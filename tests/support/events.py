"""What queues deliver: SQS events made of domain events read back from the tables, as rule and queue would hand them on."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from functions.shared.events.envelope import Envelope
from functions.shared.events.events import envelope_of
from functions.shared.store.records import Record


def events_in(model: type[Record], *types: str) -> list[Envelope]:
    """Every event item of a table (of the given types), oldest first."""
    found = [envelope_of(item) for item in model.scan(model.kind == "event")]
    return sorted((e for e in found if not types or e.type in types), key=lambda e: (e.occurred_at, e.id))


def sqs(bodies: Iterable[Any]) -> dict[str, Any]:
    return {
        "Records": [{"messageId": str(uuid.uuid4()), "eventSource": "aws:sqs", "body": json.dumps(b), "attributes": {}} for b in bodies]
    }


def sqs_of_events(envelopes: Iterable[Envelope]) -> dict[str, Any]:
    from dataclasses import asdict

    return sqs({"source": "shop", "detail-type": e.type, "detail": asdict(e)} for e in envelopes)
