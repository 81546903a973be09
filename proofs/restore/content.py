"""What tables and bucket say: the hash of each table's items, opened and in one order, and of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import boto3

from functions.shared.plain.settings import settings
from infra.local.trouble import Trouble
from infra.transfer.deployment import Deployment, Item
from infra.transfer.keys import Keys
from infra.transfer.left import PREFIXES
from infra.transfer.lines import line_of, text_of
from infra.transfer.manifest import TableHash, table_hash
from proofs.restore.stage import Stage
from proofs.shop.world import BUCKET


@dataclass(frozen=True)
class Content:
    """`opened`: items with something sealed that could be opened. `closed`: those sealed with what only a caller or a secret has."""

    tables: dict[str, TableHash]
    opened: int
    closed: int

    @property
    def items(self) -> int:
        return sum(one.items for one in self.tables.values())

    @property
    def hash(self) -> str:
        told = json.dumps({name: one.sha256 for name, one in sorted(self.tables.items())})
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def content(stage: Stage, suffix: str) -> Content:
    kms, s3, cognito, secrets = (boto3.client(name) for name in ("kms", "s3", "cognito-idp", "secretsmanager"))
    place = Deployment(stage.dynamodb, kms, s3, cognito, secrets, stage.tables(suffix), BUCKET, "", settings().persons_key, "")
    keys, tables, counts = Keys(place), {}, {"opened": 0, "closed": 0}
    for table in place.tables:
        tables[table] = table_hash(_lines(table, place.items(table), keys, counts))
    return Content(tables, **counts)


def _lines(table: str, items: Iterator[Item], keys: Keys, counts: dict[str, int]) -> Iterator[str]:
    for item in items:
        try:
            line = line_of(table, item, keys)
        except Trouble:
            counts["closed"] += 1
            line = {"item": item}
        counts["opened"] += "sealed" in line
        yield text_of(line)


def differences(then: Content, now: Content) -> list[str]:
    return [f"{name}: {then.tables[name]} became {now.tables[name]}" for name in then.tables if then.tables[name] != now.tables[name]]


def files() -> dict[str, str]:
    """Of what is not made anew and does not end by itself within days."""
    found = boto3.resource("s3").Bucket(BUCKET).objects.all()
    return {one.key: hashlib.sha256(one.get()["Body"].read()).hexdigest() for one in found if not one.key.startswith(PREFIXES)}
