"""Each thing that the shop stands on, asked side by side under one time limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.platform.operations.told import physical, url_of
from functions.platform.service.health import Checked, checked, served_with
from functions.shared.outside import aws
from functions.shared.plain.settings import settings

TIME_LIMIT = 3.0
_ANY_QUEUE = "notifications"


def dependencies() -> dict[str, Checked]:
    """By name: `tables`, `identity` (where tokens are verified), `queues`, `bus`, `objects`."""
    return checked(_all(), limit=TIME_LIMIT)


def _all() -> Mapping[str, Callable[[], object]]:
    sqs, events, s3 = aws.client("sqs"), aws.client("events"), aws.client("s3")
    return served_with() | {
        "queues": lambda: sqs.get_queue_attributes(QueueUrl=url_of(physical(_ANY_QUEUE)), AttributeNames=["QueueArn"]),
        "bus": lambda: events.describe_event_bus(Name=settings().event_bus),
        "objects": lambda: s3.list_objects_v2(Bucket=settings().bucket, Prefix="health/", MaxKeys=1),
    }
