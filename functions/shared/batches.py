"""Queue consumers: each record on its own, failures reported one by one (ReportBatchItemFailures).

A record that fails is given back to the queue and, after its last try, lands in the dead-letter queue; the others are done.
"""

from __future__ import annotations

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
        started = time.perf_counter()
        try:
            handle(record)
        except Exception:  # noqa: BLE001 — the outermost adapter of a record: whatever it was, the queue retries it
            logger().exception("record failed", extra={"consumer": consumer, "message_id": record["messageId"]})
            failures.append({"itemIdentifier": record["messageId"]})
        measured(
            "record",
            started,
            dimensions={"consumer": consumer},
            counts={"failures": int(bool(failures) and failures[-1]["itemIdentifier"] == record["messageId"])},
            message_id=record["messageId"],
        )
    return {"batchItemFailures": failures}


def each_event(event: Mapping[str, Any], handlers: Mapping[str, Callable[[Envelope], None]], *, consumer: str) -> dict[str, Any]:
    """Run the handler of each record's event type; types without a handler are none of this consumer's business."""

    def handle(record: SqsRecord) -> None:
        envelope = from_queue(record)
        with correlated(envelope.correlation_id):
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
