"""Jobs of before they stood in the lists of their states and kinds."""

from __future__ import annotations

from typing import Any

from functions.platform import job_places
from infra.migrating.listed import list_items
from infra.migrating.migrated import Item, Migrated


def list_jobs(dynamodb: Any, table: str) -> Migrated:
    asked = {
        "FilterExpression": "kind = :job AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, #state, job_kind",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":job": {"S": "job"}},
    }
    return list_items(dynamodb, table, asked, _places, "state")


def _places(item: Item) -> dict[str, str]:
    return job_places(item["pk"]["S"].removeprefix("JOB#"), item["job_kind"]["S"], item["state"]["S"])
