"""Where calls to AWS arrive: moto in this process. Counts what is asked and consumed, and notes what tables, queues and bus took in.

What happens here is AWS's, so its CPU is told apart from the shop's.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb.models.dynamo_type import DynamoType

from benchmarks.metering import read_units, write_units, writes_of
from tests.support.tables import kept_tables

Image = dict[str, Any] | None


@dataclass
class Engine:
    """`changed`: what a stream would tell, oldest first. `sent`: messages by queue, `told`: entries of the bus, both not yet taken."""

    requests: Counter[str] = field(default_factory=Counter)
    read_units: float = 0
    write_units: float = 0
    seconds: float = 0
    changed: deque[tuple[str, str, Mapping[str, Any], Image, Image]] = field(default_factory=deque)
    sent: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    told: list[dict[str, Any]] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    """Ids of all events that were ever told."""
    mails: list[str] = field(default_factory=list)
    given: int = 0

    def number(self) -> str:
        """The next sequence number of a stream."""
        self.given += 1
        return str(self.given)

    def take_told(self) -> list[dict[str, Any]]:
        taken, self.told = self.told, []
        return taken

    def take_sent(self) -> dict[str, list[dict[str, Any]]]:
        taken, self.sent = self.sent, defaultdict(list)
        return taken

    def listen(self, patch: pytest.MonkeyPatch) -> None:
        answered = BotocoreStubber.process_request

        def processed(stub: BotocoreStubber, request: Any) -> Any:
            started = time.process_time()
            try:
                return self._processed(request, lambda: answered(stub, request))
            finally:
                self.seconds += time.process_time() - started

        patch.setattr(BotocoreStubber, "process_request", processed)

    def _processed(self, request: Any, answer: Any) -> Any:
        target = _text(request.headers.get("X-Amz-Target", ""))
        service, _, operation = target.partition(".")
        self.requests[target or f"{request.method} {request.url.split('/')[2]}"] += 1
        # Tables of another region are not the shop's own: a proof has them beside it.
        if service == "DynamoDB_20120810" and f".{os.environ['AWS_DEFAULT_REGION']}." in request.url:
            return self._table(operation, json.loads(request.body), answer)
        got = answer()
        if got[0] < 300 and operation in ("SendMessage", "SendMessageBatch"):
            asked = json.loads(request.body)
            for one in asked.get("Entries", [asked]):
                self.sent[asked["QueueUrl"].rpartition("/")[2]].append(one)
        elif got[0] < 300 and operation == "PutEvents":
            entries = json.loads(request.body)["Entries"]
            self.told += entries
            self.heard |= {json.loads(one["Detail"])["id"] for one in entries}
        elif got[0] < 300 and request.url.endswith("/v2/email/outbound-emails"):
            told = json.loads(request.body)
            self.mails.append(json.dumps([told.get("Destination"), told.get("EmailTags")], sort_keys=True))
        return got

    def _table(self, operation: str, asked: dict[str, Any], answer: Any) -> Any:
        keys = list(writes_of(operation, asked))
        before = [stored(table, key) for table, key in keys]
        got = answer()
        if got[0] >= 300:
            return got
        for (table, key), old in zip(keys, before, strict=True):
            new = stored(table, key)
            self.write_units += write_units(old, new, 2 if operation == "TransactWriteItems" else 1)
            if old != new:
                self.changed.append((table, "INSERT" if old is None else "REMOVE" if new is None else "MODIFY", key, old, new))
        if not keys:
            self.read_units += read_units(operation, asked, json.loads(got[2]))
        return got


def stored(table: str, key: Mapping[str, Any]) -> Image:
    item = kept_tables()[table].items.get(DynamoType(key["pk"]), {}).get(DynamoType(key["sk"]))
    return plain(item) if item else None


def plain(item: Any) -> dict[str, Any]:
    """An item of moto as DynamoDB writes it."""
    found: dict[str, Any] = item.to_json()["Attributes"]
    return found


def every_item() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in kept_tables().items():
        for item in table.all_items():
            yield name, plain(item)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
