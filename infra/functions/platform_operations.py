"""How the shop runs, for staff: what each of these may do is said by name, queue by queue and function by function.

They stand in the platform's stack and see other stacks' queues and functions by their names, so that no stack waits for another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from infra.cfn import Node, att, sub, when
from infra.fragments import load
from infra.functions.grants import READ_AGES, read, write
from infra.functions.model import Function, Grant, Http, Schedule

_HEALTH = "health/"


def functions(table: Sequence[Function]) -> tuple[Function, ...]:
    """`table`: all others."""
    told = load("queues")
    queues, undelivered = sorted(told["queues"]), sorted(told["undelivered"])
    main, dead = [_queue(name) for name in queues], [_queue(f"{name}-dlq") for name in (*queues, *undelivered)]
    clocked = {one.name: one.trigger.expression for one in table if isinstance(one.trigger, Schedule)}
    named: dict[str, Node] = {"OPERATED_QUEUES": " ".join(queues), "OPERATED_UNDELIVERED": " ".join(undelivered)}
    by_the_clock: dict[str, Node] = {"OPERATED_SCHEDULES": json.dumps(clocked, separators=(",", ":"))}
    return (
        Function(
            name="operations",
            domain="platform",
            trigger=Http(("GET /v1/admin/schedules", "GET /v1/admin/queues", "GET /v1/admin/health", "GET /v1/admin/version")),
            grants=(read("platform"), _count(main + dead), READ_AGES, _look_at_bus(), _look_at_bucket()),
            variables=named | by_the_clock,
            timeout=20,
        ),
        Function(
            name="schedule-runs",
            domain="platform",
            trigger=Http(("POST /v1/admin/schedules/*/run",)),
            grants=(read("platform"), write("platform"), _start(sorted(clocked))),
            variables=by_the_clock,
        ),
        Function(
            name="dead-letters",
            domain="platform",
            trigger=Http(("GET /v1/admin/queues/*/letters", "POST /v1/admin/queues/*/redrive")),
            grants=(read("platform"), write("platform"), _take(dead), _send(main)),
            variables=named,
            timeout=29,
        ),
    )


def _queue(name: str) -> Node:
    return sub(f"arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:shop-${{Stage}}-{name}")


def _count(queues: Sequence[Node]) -> Grant:
    return Grant(("sqs:GetQueueAttributes", "sqs:GetQueueUrl"), tuple(queues))


def _take(queues: Sequence[Node]) -> Grant:
    actions = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility")
    return Grant(actions, tuple(queues))


def _send(queues: Sequence[Node]) -> Grant:
    return Grant(("sqs:GetQueueUrl", "sqs:SendMessage"), tuple(queues))


def _look_at_bus() -> Grant:
    """MiniStack does not see which bus is looked at, so the local stage alone has `*`."""
    return Grant(("events:DescribeEventBus",), (when("IsLocal", "*", att("EventBus")),), ("EVENT_BUS",))


def _look_at_bucket() -> Grant:
    """Under a prefix where nothing is."""
    return Grant(("s3:ListBucket",), (att("DataBucket"),), ("BUCKET_DATA",), condition={"StringLike": {"s3:prefix": [f"{_HEALTH}*"]}})


def _start(names: Sequence[str]) -> Grant:
    function = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:shop-${Stage}-%s"
    return Grant(("lambda:InvokeFunction",), tuple(sub(function % name) for name in names))
