"""What these functions are told of the shop they stand in: its queues and schedules (`infra/functions/platform.py`).

Other stacks' queues and functions are called by their names, which follow from the stage's.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache

from functions.shared.outside import aws
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

QUEUES, UNDELIVERED, SCHEDULES = "OPERATED_QUEUES", "OPERATED_UNDELIVERED", "OPERATED_SCHEDULES"


@dataclass(frozen=True)
class QueueName:
    """`waiting`: whether messages wait there for a consumer; of others there are only dead letters."""

    name: str
    waiting: bool

    @property
    def main(self) -> str:
        return physical(self.name)

    @property
    def dead(self) -> str:
        return physical(f"{self.name}-dlq")


def queue_names() -> list[QueueName]:
    """By name."""
    main = [QueueName(name, True) for name in os.environ.get(QUEUES, "").split()]
    return sorted([*main, *(QueueName(name, False) for name in os.environ.get(UNDELIVERED, "").split())], key=lambda one: one.name)


def queue_named(name: str) -> QueueName:
    """Raises NotFound."""
    for one in queue_names():
        if one.name == name:
            return one
    raise NotFound("There is no such queue.")


def schedules() -> dict[str, str]:
    """Expressions as EventBridge has them, by the name of the schedule, which is its function's."""
    told: dict[str, str] = json.loads(os.environ.get(SCHEDULES, "{}"))
    return told


def physical(name: str) -> str:
    return f"shop-{settings().stage}-{name}"


@lru_cache(maxsize=256)
def url_of(physical_name: str) -> str:
    return str(aws.client("sqs").get_queue_url(QueueName=physical_name)["QueueUrl"])


def forget() -> None:
    """For tests, whose queues come and go."""
    url_of.cache_clear()
