"""A deployment as a transfer sees it: its tables, its bucket, its people, and the key of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Deployment:
    """`tables`: from the name by which the code knows it to its own."""

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

    def items(self, table: str) -> Iterator[Item]:
        """All that is there. A shop that goes on meanwhile is not one moment: close it first."""
        for page in self.dynamodb.get_paginator("scan").paginate(TableName=self.tables[table], ConsistentRead=True):
            yield from page["Items"]

    def has_items(self, table: str) -> bool:
        return bool(self.dynamodb.scan(TableName=self.tables[table], Limit=1, ConsistentRead=True)["Items"])
