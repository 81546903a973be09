"""Sends events again from the items that hold them: to consumers that missed them, or those the publisher had to set aside.

An event item is for good, its stream record for 24 hours. Consumers know an event by its id and do nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError

from functions.platform.events.event_entries import Entry, Poison, entry_of, requests_of
from functions.shared.contract.event_catalogue import event_types
from functions.shared.plain import times
from infra.cli.redrive import Target, letters_of
from infra.functions.platform import PUBLISHED
from infra.local.trouble import Trouble

PUBLISHER = "event-publisher"
_PARTITIONS = {"cus": "CUS", "ord": "ORD", "pay": "PAY", "prod": "PROD"}
"""Whose events lie in one partition, together with what else is told there (an order's parcels); others are found by reading everything."""
_FIRST, _LAST = "EVT#", "EVT#9999"


@dataclass(frozen=True)
class Wanted:
    """Which events; what is left empty does not matter. `since` counts, `until` does not any more.

    Raises Trouble if all are left empty, or if nothing can be like this.
    """

    subject: str = ""
    types: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not (self.subject or self.types or self.since or self.until):
            raise Trouble("Say which events: of a subject, of a type, or of a time.")
        if self.since and self.until and self.since >= self.until:
            raise Trouble("--until is the end and --since the beginning: nothing lies between these two.")
        for unknown in sorted(self.types - event_types().keys()):
            near = get_close_matches(unknown, event_types(), 3)
            raise Trouble(
                f"There is no event {unknown}; {'did you mean ' + ' or '.join(near) + '?' if near else 'docs/events.md has them all.'}"
            )

    @property
    def partition(self) -> str:
        kind = _PARTITIONS.get(self.subject.partition("_")[0])
        return f"{kind}#{self.subject}" if kind else ""

    @property
    def sort_keys(self) -> dict[str, Any]:
        since = f"EVT#{times.iso(self.since)}" if self.since else _FIRST
        return {":since": {"S": since}, ":until": {"S": f"EVT#{times.iso(self.until)}" if self.until else _LAST}}


def events(place: Target, wanted: Wanted, passed_over: Callable[[str], None]) -> Iterator[Entry]:
    """Those that are wanted; those of one partition in their order. What can never be published is told to `passed_over`."""
    client = place.session.client("dynamodb")
    for table in PUBLISHED:
        for item in _items(client, place.outputs.tables[table], wanted):
            try:
                entry = _entry(item)
            except Poison as poison:
                passed_over(f"{item['pk']['S']} {item['sk']['S']}: {poison}")
                continue
            if wanted.types and entry.type not in wanted.types:
                continue
            if wanted.subject and not wanted.partition and json.loads(entry.detail)["subject"] != wanted.subject:
                continue
            yield entry


def publish(place: Target, entries: Iterable[Entry]) -> int:
    """How many were sent. Raises Trouble when the bus refuses one; those before it are on their way."""
    client, done = place.session.client("events"), 0
    for chunk in requests_of(entries):
        answer = client.put_events(Entries=[entry.request(place.outputs.event_bus) for entry in chunk])
        for entry, outcome in zip(chunk, answer["Entries"], strict=True):
            if code := outcome.get("ErrorCode"):
                raise Trouble(f"The bus refuses {entry.type} ({entry.sequence_number}): {code}. {done} events were sent before.")
            done += 1
    return done


def publish_set_aside(place: Target) -> tuple[int, int]:
    """What the publisher set aside is read from its table and sent: how many were sent, how many lie there still."""
    client, sent, left = place.session.client("dynamodb"), 0, 0
    dead = letters_of(place, PUBLISHER)
    for letter in chain.from_iterable(dead.taken()):
        try:
            told = json.loads(letter["Body"])
            table = told["source"].split(":table/")[1].split("/")[0]
            publish(place, [_entry(client.get_item(TableName=table, Key=told["keys"], ConsistentRead=True)["Item"])])
        except (KeyError, IndexError, ValueError, ClientError, Trouble):
            left += 1  # its place is where it is, until somebody has mended the item or forgotten the letter
        else:
            dead.forget(letter)
            sent += 1
    return sent, left


def _entry(item: Mapping[str, Any]) -> Entry:
    return entry_of({"dynamodb": {"NewImage": item, "SequenceNumber": item["sk"]["S"]}})


def _items(client: Any, table: str, wanted: Wanted) -> Iterator[dict[str, Any]]:
    if wanted.partition:
        pages = client.get_paginator("query").paginate(
            TableName=table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :since AND :until",
            ExpressionAttributeValues=wanted.sort_keys | {":pk": {"S": wanted.partition}},
        )
    else:
        pages = client.get_paginator("scan").paginate(
            TableName=table,
            FilterExpression="kind = :event AND sk BETWEEN :since AND :until",
            ExpressionAttributeValues=wanted.sort_keys | {":event": {"S": "event"}},
        )
    for page in pages:
        yield from page["Items"]
