"""Tables: all of one shape, so that one repository base and one set of habits serve every domain.

The base makes a table and keeps it. What is in use may be a restored one instead, whose name ends in the parameter `TableSuffix`; when its
stream began is a parameter too, since that is part of a stream's address. A table is a restored one where that is set: one that a later
version added is not (ADR 35).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from infra.cfn import Node, Resources, att, logical, physical, ref, resource, sub, when

TABLE = "AWS::DynamoDB::Table"
_ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"

_KEY_ATTRIBUTES = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "due_pk", "due_at", "listed_pk", "listed_sk")


def _key(partition: str, sort: str) -> Node:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _index(name: str, partition: str, sort: str, projection: str) -> Node:
    return {"IndexName": name, "KeySchema": _key(partition, sort), "Projection": {"ProjectionType": projection}}


def properties() -> dict[str, Any]:
    """Of every table, but for its name and what depends on the stage. `shop restore` gives them to the copy of a table that is lost."""
    return {
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
    }


def _table(name: str) -> dict[str, Node]:
    return resource(
        TABLE,
        {
            "TableName": physical(name),
            **properties(),
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


def stream_parameter(name: str) -> str:
    return logical(f"stream-of-{name}", "")


def parameters(tables: Sequence[str]) -> dict[str, Node]:
    described = "What the address of the restored table's stream ends in; empty for the table that the base made. Set by `shop restore`."
    return {stream_parameter(name): {"Type": "String", "Default": "", "Description": described} for name in tables}


def conditions(tables: Sequence[str]) -> dict[str, Node]:
    return {f"{logical(name, '')}Restored": {"Fn::Not": [{"Fn::Equals": [ref(stream_parameter(name)), ""]}]} for name in tables}


def in_use(table: str, named: Node, attribute: str, of_the_base: Node) -> Node:
    """What another stack means by a table of the base (by its logical id and the name it has there), or by an attribute of it."""
    plain, name = table.removesuffix("Table"), named["Fn::Sub"] + "${TableSuffix}"
    match attribute:
        case "":
            restored = sub(name)
        case "Arn":
            restored = sub(_ARN + name)
        case "StreamArn":
            restored = sub(f"{_ARN}{name}/stream/${{StreamOf{plain}}}")
        case _:
            raise ValueError(f"nobody says yet what {attribute} of a restored table is")
    return when(f"{plain}Restored", restored, of_the_base)


def outputs(tables: Sequence[str]) -> dict[str, Node]:
    """The names and streams of the tables in use. They are also how the base keeps the parameters that the domains need: it is brought
    first, so it knows best what a deployment that ended half-way was about."""
    found: dict[str, Node] = {}
    for name in tables:
        table = logical(name, "Table")
        found[f"{table}InUse"] = in_use(table, physical(name), "", ref(table))
        found[logical(name, "StreamInUse")] = in_use(table, physical(name), "StreamArn", att(table, "StreamArn"))
    return found
