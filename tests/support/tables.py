"""The tables of the shop in moto, all of one shape (the template's test checks that the real ones have it too)."""

from __future__ import annotations

import boto3

TABLES = ("catalog", "stock", "carts", "orders", "payments", "notifications", "reports", "customers", "platform", "promotions")
_KEYS = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "due_pk", "due_at")


def _schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def create_tables() -> None:
    client = boto3.client("dynamodb")
    for name in TABLES:
        client.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in _KEYS],
            KeySchema=_schema("pk", "sk"),
            GlobalSecondaryIndexes=[
                {"IndexName": "gsi1", "KeySchema": _schema("gsi1pk", "gsi1sk"), "Projection": {"ProjectionType": "ALL"}},
                {"IndexName": "gsi2", "KeySchema": _schema("gsi2pk", "gsi2sk"), "Projection": {"ProjectionType": "ALL"}},
                {"IndexName": "due", "KeySchema": _schema("due_pk", "due_at"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
