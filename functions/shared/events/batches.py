"""Queue consumers: each record on its own, failures reported one by one (ReportBatchItemFailures).

A record that fails is given back to the queue and, after its last try, lands in the dead-letter queue; the others are done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from functions.shared.events.envelope import Envelope
from functions.shared.events.events import from_queue
from functions.shared.outside.observability import broken, correlated, logger, measured
from functions.shared.outside.time_left import time_left
from functions.shared.store.once import one_batch

SqsRecord = Mapping[str, Any]
NEEDS = 5.0
"""Seconds: far more than the work on a usual message takes. Who calls somebody outside says more."""


class SomeFailed(Exception):
    """Everything else of the run is done. Raised at its end, so that Lambda counts the run as failed."""


class Run:
    """A schedule over many items: what is wrong with one of them is written down and keeps no other from its turn."""

    def __init__(self, job: str) -> None:
        self._job = job
        self.failed = 0

    @contextmanager
    def item(self, name: str, failed: Callable[[], None] | None = None) -> Iterator[None]:
        """Around the work on one item; `failed` is done when it did not succeed."""
        try:
            yield
        except Exception:  # noqa: BLE001 — the outermost adapter of an item: whatever it was, the next one has its turn
            broken("item failed", job=self._job, item=name)
            self.failed += 1
            if failed is not None:
                failed()

    def end(self) -> None:
        """Raises SomeFailed when an item did."""
        if self.failed:
            raise SomeFailed(f"{self._job}: {self.failed} failed; the log names them")


def each_record(event: Mapping[str, Any], handle: Callable[[SqsRecord], None], *, consumer: str, needs: float = NEEDS) -> dict[str, Any]:
    """Run `handle` on every SQS record; the answer names those to be retried.

    What would begin with less than `needs` seconds left of the invocation (`time_left.in_time`) goes back to the queue untouched.
    """
    with one_batch():
        return _each_record(event["Records"], handle, consumer, needs)


def _each_record(records: Sequence[SqsRecord], handle: Callable[[SqsRecord], None], consumer: str, needs: float) -> dict[str, Any]:
    watch = time_left()
    failures: list[dict[str, str]] = []
    for place, record in enumerate(records):
        if watch is not None and watch.remaining() < needs:
            rest = [{"itemIdentifier": one["messageId"]} for one in records[place:]]
            logger().warning("no time for the rest", extra={"consumer": consumer, "given_back": len(rest)})
            return {"batchItemFailures": [*failures, *rest]}
        started, number, failed = time.perf_counter(), record["messageId"], False
        with correlated(_correlation(record)):
            try:
                handle(record)
            except Exception:  # noqa: BLE001 — the outermost adapter of a record: whatever it was, the queue retries it
                logger().exception("record failed", extra={"consumer": consumer, "message_id": number})
                failures.append({"itemIdentifier": number})
                failed = True
            measured("record", started, failed=failed, consumer=consumer, message_id=number)
    return {"batchItemFailures": failures}


def _correlation(record: SqsRecord) -> str:
    """The correlation id of an event from the bus, or of a message of our own; empty where the body tells none."""
    try:
        body = json.loads(record["body"])
        found = body.get("detail", body).get("correlation_id", "")
    except (ValueError, AttributeError, KeyError):
        return ""
    return found if isinstance(found, str) else ""


def each_event(
    event: Mapping[str, Any], handlers: Mapping[str, Callable[[Envelope], None]], *, consumer: str, needs: float = NEEDS
) -> dict[str, Any]:
    """Run the handler of each record's event type; types without a handler are none of this consumer's business."""

    def handle(record: SqsRecord) -> None:
        envelope = from_queue(record)
        if handler := handlers.get(envelope.type):
            handler(envelope)

    return each_record(event, handle, consumer=consumer, needs=needs)


def all_events(
    event: Mapping[str, Any],
    together: Mapping[str, Callable[[Sequence[Envelope]], None]],
    each: Mapping[str, Callable[[Envelope], None]] = MappingProxyType({}),
    *,
    consumer: str,
    needs: float = NEEDS,
) -> dict[str, Any]:
    """As `each_event` (`each`), but types of `together` are taken by a few requests for all of them in the batch; they may be done twice.
    Where that fails each record is taken by itself, so that what is wrong with one keeps no other from being done."""

    def take(record: SqsRecord) -> None:
        envelope = from_queue(record)
        if envelope.type in together:
            together[envelope.type]([envelope])
        elif handler := each.get(envelope.type):
            handler(envelope)

    records: Sequence[SqsRecord] = event["Records"]
    shared = [record for record in records if _type(record) in together]
    if len(shared) > 1 and _taken(shared, together, consumer):
        done = {record["messageId"] for record in shared}
        records = [record for record in records if record["messageId"] not in done]
    return each_record({"Records": records}, take, consumer=consumer, needs=needs)


def _taken(records: Sequence[SqsRecord], handlers: Mapping[str, Callable[[Sequence[Envelope]], None]], consumer: str) -> bool:
    started = time.perf_counter()
    try:
        envelopes = [from_queue(record) for record in records]
        with one_batch():
            for kind, handler in handlers.items():
                if some := [one for one in envelopes if one.type == kind]:
                    handler(some)
    except Exception as error:  # noqa: BLE001 — whatever it was, it is met again by the record at fault
        logger().info("batch is taken apart", extra={"consumer": consumer, "reason": repr(error)})
        return False
    measured("batch", started, failed=False, consumer=consumer, records=len(records))
    return True


def _type(record: SqsRecord) -> str:
    """Empty where the body tells none."""
    try:
        found = json.loads(record["body"])["detail"]["type"]
    except (ValueError, TypeError, KeyError):
        return ""
    return found if isinstance(found, str) else ""


def each_change(
    event: Mapping[str, Any], handle: Callable[[dict[str, Any]], None], together: Callable[[], None] | None = None, *, consumer: str
) -> dict[str, Any]:
    """Run `handle` on the change (`NewImage`, `OldImage` …) of every record of a table's stream, in order, up to the first failure.

    From there on the stream delivers again: what comes later must not overtake what failed. `together`: done last, for all that was
    handled; when it fails, all of the batch is delivered again.
    """
    failed = None
    for record in event["Records"]:
        started, number = time.perf_counter(), record["dynamodb"]["SequenceNumber"]
        failed = None if _succeeded(lambda change=record["dynamodb"]: handle(change), consumer, number) else number  # type: ignore[misc]
        measured("record", started, failed=failed is not None, consumer=consumer, sequence_number=number)
        if failed is not None:
            break
    first = event["Records"][0]["dynamodb"]["SequenceNumber"]
    if together is not None and not _succeeded(together, consumer, first):
        measured("batch", time.perf_counter(), failed=True, consumer=consumer, sequence_number=first)
        failed = first
    return {"batchItemFailures": [] if failed is None else [{"itemIdentifier": failed}]}


def _succeeded(work: Callable[[], None], consumer: str, number: str) -> bool:
    try:
        work()
    except Exception:  # noqa: BLE001 — the outermost adapter of a record: whatever it was, the stream delivers it again
        logger().exception("record failed", extra={"consumer": consumer, "sequence_number": number})
        return False
    return True
