"""The tables of the shop in moto, all of one shape (the template's test checks that the real ones have it too)."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import FakeKey, s3_backends

TABLES = (
    "catalog",
    "stock",
    "carts",
    "orders",
    "payments",
    "notifications",
    "reports",
    "customers",
    "platform",
    "settings",
    "promotions",
    "shipping",
    "warehouse",
    "aftersales",
    "invoices",
    "access",
    "privacy",
    "limits",
    "audit",
    "audit-heads",
    "audit-facts",
    "content",
    "agents",
    "loyalty",
    "marketing",
    "recommendations",
    "pricing",
)
_KEYS = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "due_pk", "due_at", "listed_pk", "listed_sk")
ATTRIBUTES = [{"AttributeName": key, "AttributeType": "S"} for key in _KEYS]


def schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


INDEXES: list[dict[str, Any]] = [
    {"IndexName": "gsi1", "KeySchema": schema("gsi1pk", "gsi1sk"), "Projection": {"ProjectionType": "ALL"}},
    {"IndexName": "gsi2", "KeySchema": schema("gsi2pk", "gsi2sk"), "Projection": {"ProjectionType": "ALL"}},
    {"IndexName": "due", "KeySchema": schema("due_pk", "due_at"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
    {"IndexName": "listed", "KeySchema": schema("listed_pk", "listed_sk"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
]


def create_tables() -> None:
    client = boto3.client("dynamodb")
    for name in TABLES:
        client.create_table(
            TableName=name,
            AttributeDefinitions=ATTRIBUTES,
            KeySchema=schema("pk", "sk"),
            GlobalSecondaryIndexes=INDEXES,
            BillingMode="PAY_PER_REQUEST",
        )


@cache
def _region() -> str:
    """Sessions are dear: one is made, not one for each test."""
    return str(boto3.Session().region_name)


def kept_tables() -> dict[str, Any]:
    """Of moto's own store."""
    made: dict[str, Any] = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][_region()].tables
    return made


def empty_tables() -> None:
    """As if they had just been made, at a hundredth of the cost: moto's own store is emptied. What a test took away is made again."""
    made = kept_tables()
    if set(made) != set(TABLES):
        made.clear()
        create_tables()
    for table in made.values():
        table.items.clear()


def forget_queues() -> None:
    """What one test left in a queue is no other test's message."""
    for region in get_backend("sqs")[DEFAULT_ACCOUNT_ID].values():
        region.reset()


def forget_buckets() -> None:
    """What one test put into a bucket is no other test's file."""
    for region in get_backend("s3")[DEFAULT_ACCOUNT_ID].values():
        region.reset()


def forget_bucket(name: str) -> None:
    """With all that is in it. To be asked for that, a resource of boto3 is made for thirty milliseconds, by hundreds of tests."""
    for region in get_backend("s3")[DEFAULT_ACCOUNT_ID].values():
        if (bucket := region.buckets.pop(name, None)) is not None:
            s3_backends.bucket_accounts.pop(name, None)
            for key in bucket.keys.values():
                if isinstance(key, FakeKey):
                    key.dispose()


def forget_mails() -> None:
    """What one test had sent is in no other test's letter-box."""
    for region in get_backend("ses")[DEFAULT_ACCOUNT_ID].values():
        region.sent_messages.clear()


def snapshot() -> dict[str, list[str]]:
    """Everything that is stored, to be compared."""
    made = kept_tables()
    return {name: sorted(str(item.to_json()) for item in table.all_items()) for name, table in made.items()}
