"""Jobs of before they stood in the lists of their states and kinds."""

from __future__ import annotations

from typing import Any

from functions.platform import job_places
from infra.migrating.migrated import Migrated


def list_jobs(dynamodb: Any, table: str) -> Migrated:
    """One that moves meanwhile is listed by its move."""
    asked = {
        "FilterExpression": "kind = :job AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, #state, job_kind",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":job": {"S": "job"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += _list(dynamodb, table, item)
    return Migrated(looked_at, moved)


def _list(dynamodb: Any, table: str, item: Any) -> bool:
    places = job_places(item["pk"]["S"].removeprefix("JOB#"), item["job_kind"]["S"], item["state"]["S"])
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in places),
            ConditionExpression="#state = :state AND attribute_not_exists(listed_pk)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":state": item["state"], **{f":{name}": {"S": value} for name, value in places.items()}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
