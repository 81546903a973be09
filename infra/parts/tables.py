"""Tables: all of one shape, so that one repository base and one set of habits serve every domain."""

from __future__ import annotations

from collections.abc import Sequence

from infra.cfn import Node, Resources, logical, physical, ref, resource, when

_KEY_ATTRIBUTES = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "due_pk", "due_at", "listed_pk", "listed_sk")


def _key(partition: str, sort: str) -> Node:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _index(name: str, partition: str, sort: str, projection: str) -> Node:
    return {"IndexName": name, "KeySchema": _key(partition, sort), "Projection": {"ProjectionType": projection}}


def _table(name: str) -> dict[str, Node]:
    return resource(
        "AWS::DynamoDB::Table",
        {
            "TableName": physical(name),
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": a, "AttributeType": "S"} for a in _KEY_ATTRIBUTES],
            "KeySchema": _key("pk", "sk"),
            "GlobalSecondaryIndexes": [
                _index("gsi1", "gsi1pk", "gsi1sk", "ALL"),
                _index("gsi2", "gsi2pk", "gsi2sk", "ALL"),
                _index("due", "due_pk", "due_at", "KEYS_ONLY"),
                # AWS adds one index to a table in an update, and changes none: the next one comes with a later version.
                _index("listed", "listed_pk", "listed_sk", "KEYS_ONLY"),
            ],
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
            "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            # The local shop is thrown away and made again.
            "DeletionProtectionEnabled": when("IsLocal", False, True),
            # Left out means AWS's own key; `SSEEnabled` alone would be the account's, which is charged by the call (ADR 23).
            "SSESpecification": when("WithOwnKey", {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": ref("KmsKeyArn")}),
        },
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
    )


def resources(tables: Sequence[str]) -> Resources:
    return {logical(name, "Table"): _table(name) for name in tables}


def outputs(tables: Sequence[str]) -> dict[str, Node]:
    return {logical(name, "Table"): ref(logical(name, "Table")) for name in tables}
