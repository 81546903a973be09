"""From stream records to PutEvents entries, pure: what is published, what cannot be, and how it is cut into requests.

Limits (Amazon EventBridge, "Calculating PutEvents event entry size"): 10 entries and 256 KB per request; an entry counts
the UTF-8 bytes of its source, detail type and detail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass

SOURCE = "shop"
MAX_ENTRIES = 10
MAX_BYTES = 256 * 1024


class Poison(ValueError):
    """No number of tries will get this record published; the message says why."""


@dataclass(frozen=True)
class Entry:
    sequence_number: str
    type: str
    detail: str

    @property
    def size(self) -> int:
        return len(SOURCE) + len(self.type.encode()) + len(self.detail.encode())

    def request(self, bus: str) -> dict[str, str]:
        return {"EventBusName": bus, "Source": SOURCE, "DetailType": self.type, "Detail": self.detail}


def is_event(record: Mapping[str, Any]) -> bool:
    """Whether the record is a new event item; the mapping's filter usually lets nothing else through."""
    kind = record.get("dynamodb", {}).get("NewImage", {}).get("kind", {}).get("S")
    return record.get("eventName") == "INSERT" and kind == "event"


def entry_of(record: Mapping[str, Any]) -> Entry:
    """The entry that tells the event. Raises Poison for a body that is no envelope or too large for the bus."""
    body = record["dynamodb"]["NewImage"].get("body", {}).get("S")
    if not isinstance(body, str):
        raise Poison("no body")
    try:
        envelope = load(Envelope, body)
    except ValueError as error:
        raise Poison("the body is not an event envelope") from error
    entry = Entry(record["dynamodb"]["SequenceNumber"], envelope.type, body)
    if not envelope.type or entry.size > MAX_BYTES:
        raise Poison(f"{entry.size} bytes are more than the bus takes" if envelope.type else "no type")
    return entry


def requests_of(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries in their order, in as few requests as the limits allow."""
    chunk: list[Entry] = []
    size = 0
    for entry in entries:
        if chunk and (len(chunk) == MAX_ENTRIES or size + entry.size > MAX_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(entry)
        size += entry.size
    if chunk:
        yield chunk
