"""Queue consumers: each record on its own, failures reported one by one (ReportBatchItemFailures).

A record that fails is given back to the queue and, after its last try, lands in the dead-letter queue; the others are done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from functions.shared.events import Envelope, from_queue
from functions.shared.observability import correlated, logger, measured

SqsRecord = Mapping[str, Any]


def each_record(event: Mapping[str, Any], handle: Callable[[SqsRecord], None], *, consumer: str) -> dict[str, Any]:
    """Run `handle` on every SQS record; the answer names those to be retried."""
    failures = []
    for record in event["Records"]:
        started, number, failed = time.perf_counter(), record["messageId"], False
        with correlated(_correlation(record)):
            try:
                handle(record)
            except Exception:  # noqa: BLE001 — the outermost adapter of a record: whatever it was, the queue retries it
                logger().exception("record failed", extra={"consumer": consumer, "message_id": number})
                failures.append({"itemIdentifier": number})
                failed = True
            measured("record", started, dimensions={"consumer": consumer}, counts={"failures": int(failed)}, message_id=number)
    return {"batchItemFailures": failures}


def _correlation(record: SqsRecord) -> str:
    """The correlation id of an event from the bus, or of a message of our own; empty where the body tells none."""
    try:
        body = json.loads(record["body"])
        found = body.get("detail", body).get("correlation_id", "")
    except (ValueError, AttributeError, KeyError):
        return ""
    return found if isinstance(found, str) else ""


def each_event(event: Mapping[str, Any], handlers: Mapping[str, Callable[[Envelope], None]], *, consumer: str) -> dict[str, Any]:
    """Run the handler of each record's event type; types without a handler are none of this consumer's business."""

    def handle(record: SqsRecord) -> None:
        envelope = from_queue(record)
        if handler := handlers.get(envelope.type):
            handler(envelope)

    return each_record(event, handle, consumer=consumer)


def each_change(event: Mapping[str, Any], handle: Callable[[dict[str, Any]], None], *, consumer: str) -> dict[str, Any]:
    """Run `handle` on the change (`NewImage`, `OldImage` …) of every record of a table's stream, in order, up to the first failure.

    From there on the stream delivers again: what comes later must not overtake what failed.
    """
    for record in event["Records"]:
        started, change = time.perf_counter(), record["dynamodb"]
        number, failed = change["SequenceNumber"], False
        try:
            handle(change)
        except Exception:  # noqa: BLE001 — the outermost adapter of a record: whatever it was, the stream delivers it again
            logger().exception("record failed", extra={"consumer": consumer, "sequence_number": number})
            failed = True
        counts = {"failures": int(failed)}
        measured("record", started, dimensions={"consumer": consumer}, counts=counts, sequence_number=number)
        if failed:
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}
