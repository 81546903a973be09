"""A deployment as a transfer sees it: its tables, its bucket, its people, and the key of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Deployment:
    """`tables`: from the name by which the code knows it to its own. `clocks`: the rules of `events` by which something runs there."""

    dynamodb: Any
    kms: Any
    s3: Any
    cognito: Any
    secrets: Any
    tables: Mapping[str, str]
    bucket: str
    user_pool: str
    persons_key: str
    privacy_secret: str
    events: Any = None
    clocks: Sequence[str] = ()

    def items(self, table: str) -> Iterator[Item]:
        """All that is there. A shop that goes on meanwhile is not one moment: close it first."""
        for page in self.dynamodb.get_paginator("scan").paginate(TableName=self.tables[table], ConsistentRead=True):
            yield from page["Items"]

    @contextmanager
    def without_clocks(self) -> Iterator[None]:
        """What runs by the clock would work on half of what is there, and change what is compared. After a failure they stay off: the same
        command goes on, and has them run at its end."""
        for rule in self.clocks:
            self.events.disable_rule(Name=rule)
        yield
        for rule in self.clocks:
            self.events.enable_rule(Name=rule)
