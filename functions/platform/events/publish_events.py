"""From a table's stream to the bus: every event item is published at least once, in the order of its shard.

A failure stops the batch: the answer names the first record that is not on the bus, Lambda comes again from there, and never gives up
(infra/functions/platform.py). When not even the first one got through the function fails as a whole, which Lambda treats alike and an alarm
sees. A record that can never be published is written down in the function's dead-letter queue and passed over, so that it does not hold up
the shard: `shop redrive event-publisher` tries those again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.platform.events.event_entries import Entry, Poison, entry_of, is_event, requests_of
from functions.shared.outside import aws
from functions.shared.outside.observability import logger, measured
from functions.shared.plain.settings import queue_url, settings

StreamRecord = Mapping[str, Any]

DEAD_LETTERS = "event-publisher-dlq"
REQUEST_REFUSED = "ValidationException"
"""What the bus says of a request that no number of tries makes good."""
NEVER_TAKEN = frozenset({"MalformedDetail", "InvalidArgument"})
"""What it says of such an entry."""


class NothingPublished(Exception):
    """Not one record of the batch reached the bus."""


class _Stopped(Exception):
    """The record with this sequence number could not be brought on its way."""

    def __init__(self, sequence_number: str) -> None:
        super().__init__(sequence_number)
        self.sequence_number = sequence_number


def publish_events(event: Mapping[str, Any]) -> dict[str, Any]:
    """Publish the event items among the stream records. Raises NothingPublished when there was no progress at all."""
    started = time.perf_counter()
    records = [record for record in event["Records"] if is_event(record)]
    failed = _first_failure(records)
    measured(
        "published",
        started,
        failed=failed is not None,
        consumer="event-publisher",
        records=len(records),
    )
    if failed is None:
        return {"batchItemFailures": []}
    if failed == event["Records"][0]["dynamodb"]["SequenceNumber"]:
        raise NothingPublished(f"stopped at the first of {len(records)} records")
    return {"batchItemFailures": [{"itemIdentifier": failed}]}


def _first_failure(records: Sequence[StreamRecord]) -> str | None:
    """Publish as far as it goes; the sequence number where it stopped, None when all is done."""
    ready: list[Entry] = []
    by_number = {record["dynamodb"]["SequenceNumber"]: record for record in records}
    stopped: _Stopped | None = None
    for record in records:
        try:
            ready.append(entry_of(record))
        except Poison as poison:
            try:
                _put_aside(record, str(poison))
            except _Stopped as error:
                stopped = error
                break
    try:
        for chunk in requests_of(ready):
            for entry, code in _put(chunk):
                _put_aside(by_number[entry.sequence_number], f"the bus takes it never: {code}")
    except _Stopped as error:
        return error.sequence_number
    return stopped.sequence_number if stopped else None


def _put(chunk: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Put them on the bus; those that it will never take, with its reason. Raises _Stopped at the first that it does not take now."""
    bus = settings().event_bus
    try:
        answer = aws.client("events").put_events(Entries=[entry.request(bus) for entry in chunk])
    except (ClientError, BotoCoreError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
        if code != REQUEST_REFUSED:
            logger().exception("bus refused", extra={"sequence_number": chunk[0].sequence_number})
            raise _Stopped(chunk[0].sequence_number) from error
        if len(chunk) == 1:
            yield chunk[0], code
        else:  # one of them is at fault, and the request does not say which
            for entry in chunk:
                yield from _put([entry])
        return
    for entry, outcome in zip(chunk, answer["Entries"], strict=True):
        if (code := outcome.get("ErrorCode", "")) in NEVER_TAKEN:
            yield entry, code
        elif code:
            logger().error("event refused", extra={"sequence_number": entry.sequence_number, "type": entry.type, "code": code})
            raise _Stopped(entry.sequence_number)


def _put_aside(record: StreamRecord, reason: str) -> None:
    """Like Lambda's own on-failure message it names the item instead of holding it: the item stays in its table for good."""
    sequence_number = record["dynamodb"]["SequenceNumber"]
    where = {"source": record.get("eventSourceARN", ""), "keys": record["dynamodb"].get("Keys", {}), "sequence_number": sequence_number}
    logger().error("event cannot be published", extra={"reason": reason, **where})
    try:
        aws.client("sqs").send_message(QueueUrl=queue_url(DEAD_LETTERS), MessageBody=json.dumps({"reason": reason, **where}))
    except (ClientError, BotoCoreError) as error:
        logger().exception("dead-letter queue refused", extra={"sequence_number": sequence_number})
        raise _Stopped(sequence_number) from error
