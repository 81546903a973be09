"""Several followers of one stream in one function: a shard feeds two readers, and the event publisher is one of them (ADR 24).

Each part has kinds of records of its own and runs over all of them, whatever happens to the others. The stream is answered with the
earliest record that some part did not do, and delivers from there on again. What the other parts had done of that is remembered in the
process, so that nothing is done twice; a process that dies meanwhile forgets, and then the parts' own idempotency makes a repeat harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from functions.shared.plain.deferred import dataclass

StreamRecord = Mapping[str, Any]

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Part:
    """`follow` answers a batch as a stream reader does: with nothing, or with the first record from which on the batch must come again."""

    kinds: frozenset[str]
    follow: Callable[[Mapping[str, Any]], dict[str, Any]]


class Parts:
    """For one stream reader, kept over its invocations."""

    def __init__(self, *parts: Part) -> None:
        self._parts = parts
        self._done: set[str] = set()

    def follow(self, event: Mapping[str, Any]) -> dict[str, Any]:
        records: Sequence[StreamRecord] = event["Records"]
        failed = [place for part in self._parts if (place := self._run(part, records)) is not None]
        first = min(failed, default=len(records))
        # What lies before it never comes again.
        self._done -= {record["eventID"] for record in records[:first]}
        if len(self._done) > _MOST_REMEMBERED:
            self._done.clear()
        return {"batchItemFailures": [{"itemIdentifier": _number(records[first])}] if failed else []}

    def _run(self, part: Part, records: Sequence[StreamRecord]) -> int | None:
        """The place of the first record that the part did not do."""
        own = [place for place, record in enumerate(records) if _kind(record) in part.kinds and record["eventID"] not in self._done]
        if not own:
            return None
        failures = part.follow({"Records": [records[place] for place in own]})["batchItemFailures"]
        stopped = next((place for place in own if failures and _number(records[place]) == failures[0]["itemIdentifier"]), None)
        self._done |= {records[place]["eventID"] for place in own if stopped is None or place < stopped}
        return stopped


def _number(record: StreamRecord) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _kind(record: StreamRecord) -> str:
    change = record["dynamodb"]
    return str((change.get("NewImage") or change.get("OldImage") or {}).get("kind", {}).get("S", ""))
