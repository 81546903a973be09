"""Gives a restored table what AWS leaves behind: new indexes, stream, deletion protection, TTL, point-in-time recovery, tags.

Read from the table it stands in for, since somebody may have set more there than the template says. Where that is lost, the template
says it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.deploy import LOCAL
from infra.local.trouble import Trouble
from infra.parts.tables import properties
from infra.restore.copies import FROM, USED, await_active, recovery_of, tags_of
from infra.restore.sets import described

_TRIES = 60
_NOT_COPIED = ("aws:", FROM, USED)
"""AWS's own, which nobody can set, and those that say what has happened to one table."""


@dataclass(frozen=True)
class Traits:
    """What a restored table must have in common with the one it stands in for."""

    indexes: Mapping[str, Any]
    stream: Mapping[str, Any]
    protected: bool
    ttl: str
    recovery: bool
    tags: Mapping[str, str]


def traits_of(dynamodb: Any, name: str) -> Traits:
    table = await_active(dynamodb, name)
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    stream = table.get("StreamSpecification") or {}
    return Traits(
        {one["IndexName"]: {key: one[key] for key in ("KeySchema", "Projection")} for one in table.get("GlobalSecondaryIndexes", [])},
        {"StreamEnabled": True, "StreamViewType": stream["StreamViewType"]} if stream.get("StreamEnabled") else {},
        bool(table.get("DeletionProtectionEnabled")),
        ttl["AttributeName"] if ttl["TimeToLiveStatus"] in ("ENABLED", "ENABLING") else "",
        recovery_of(dynamodb, name).get("PointInTimeRecoveryStatus") == "ENABLED",
        {key: value for key, value in tags_of(dynamodb, table["TableArn"]).items() if not key.startswith(_NOT_COPIED)},
    )


def wanted_of(dynamodb: Any, like: str) -> Traits:
    """Of the table, or of all tables as the base makes them, where it is lost."""
    if described(dynamodb, like) is not None:
        return traits_of(dynamodb, like)
    made = properties()
    return Traits(
        {one["IndexName"]: {key: one[key] for key in ("KeySchema", "Projection")} for one in made["GlobalSecondaryIndexes"]},
        {"StreamEnabled": True, **made["StreamSpecification"]},
        not like.startswith(f"shop-{LOCAL}-"),
        made["TimeToLiveSpecification"]["AttributeName"],
        made["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"],
        {},
    )


def make_alike(dynamodb: Any, like: str, name: str, mark: str) -> None:
    """One change at a time, as AWS wants it; what is done already is not done again. `mark` says what the table is a copy of."""
    wanted, has = wanted_of(dynamodb, like), traits_of(dynamodb, name)
    arn = await_active(dynamodb, name)["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in {**wanted.tags, FROM: mark}.items()])
    for index in sorted(wanted.indexes.keys() - has.indexes.keys()):
        _add_index(dynamodb, like, name, {"IndexName": index, **wanted.indexes[index]})
    if wanted.stream and not has.stream:
        _update(dynamodb, name, StreamSpecification=wanted.stream)
    if wanted.protected and not has.protected:
        _update(dynamodb, name, DeletionProtectionEnabled=True)
    if wanted.ttl and not has.ttl:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification={"AttributeName": wanted.ttl, "Enabled": True})
    if wanted.recovery and not has.recovery:
        _switch_recovery_on(dynamodb, name)


def _add_index(dynamodb: Any, like: str, name: str, index: Mapping[str, Any]) -> None:
    """AWS refuses the definition of an attribute that no key uses."""
    keys = {key["AttributeName"] for key in index["KeySchema"]}
    has = await_active(dynamodb, name)["AttributeDefinitions"]
    known = {one["AttributeName"] for one in has}
    defined = (described(dynamodb, like) or properties())["AttributeDefinitions"]
    new = [one for one in defined if one["AttributeName"] in keys - known]
    _update(dynamodb, name, AttributeDefinitions=[*has, *new], GlobalSecondaryIndexUpdates=[{"Create": index}])


def _update(dynamodb: Any, name: str, **change: Any) -> None:
    dynamodb.update_table(TableName=name, **change)
    await_active(dynamodb, name)


def _switch_recovery_on(dynamodb: Any, name: str) -> None:
    """A table that was just made is refused for a while."""
    for _ in range(_TRIES):
        try:
            dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        except dynamodb.exceptions.ContinuousBackupsUnavailableException:
            time.sleep(5)
        else:
            return
    raise Trouble(f"Point-in-time recovery of {name} cannot be switched on yet. Run the same command again later; it goes on from here.")


def must_be_alike(dynamodb: Any, like: str, name: str) -> None:
    """Raises Trouble with what still differs."""
    wanted, has = wanted_of(dynamodb, like), traits_of(dynamodb, name)
    differs = [trait for trait in Traits.__dataclass_fields__ if getattr(wanted, trait) != getattr(has, trait)]
    if differs:
        raise Trouble(f"{name} differs from {like} in: {', '.join(differs)}. Nothing uses it yet.")


def count(dynamodb: Any, name: str) -> int | None:
    """None where there is no such table (any more). Read, not asked for: AWS counts a table's items every six hours only."""
    if described(dynamodb, name) is None:
        return None
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, Select="COUNT")
    return sum(int(page["Count"]) for page in pages)
