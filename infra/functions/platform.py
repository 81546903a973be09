"""What belongs to no domain: health, the published contract, the way events leave the tables, and how the shop runs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from infra.cfn import Node, att, sub, when
from infra.fragments import load
from infra.functions.grants import READ_AGES, change_secret, drop_views, keep_versions, put_events, read, read_objects, write
from infra.functions.model import Function, Grant, Http, Schedule, Streams

PUBLISHED = (
    "catalog",
    "stock",
    "carts",
    "orders",
    "payments",
    "customers",
    "platform",
    "promotions",
    "warehouse",
    "aftersales",
    "invoices",
    "access",
    "notifications",
    "reports",
    "loyalty",
    "marketing",
    "privacy",
)
"""The tables that hold events."""

FUNCTIONS = (
    Function(
        name="platform",
        domain="platform",
        trigger=Http(("GET /v1/health", "GET /v1/openapi.json", "GET /v1/site")),
        grants=(read("platform"), read("settings")),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="settings",
        domain="platform",
        trigger=Http(
            (
                "GET /v1/admin/settings",
                "GET /v1/admin/settings/*",
                "ANY /v1/admin/site_settings",
            )
        ),
        grants=(keep_versions(), write("settings")),
    ),
    Function(
        name="provider-keys",
        domain="platform",
        trigger=Http(("GET /v1/admin/provider_keys", "ANY /v1/admin/provider_keys/*")),
        grants=(read("settings"), write("settings"), change_secret("payments"), change_secret("couriers"), change_secret("channels")),
        # Shorter than its lease.
        timeout=20,
    ),
    Function(
        name="jobs",
        domain="platform",
        trigger=Http(("GET /v1/admin/jobs", "ANY /v1/admin/jobs/*")),
        grants=(read("platform", "gsi1", "gsi2", "listed", "due"), write("platform"), read_objects("jobs")),
    ),
    Function(
        name="field-definitions",
        domain="platform",
        # And saved views, which need the same.
        trigger=Http(
            ("ANY /v1/admin/field_definitions", "ANY /v1/admin/field_definitions/*", "ANY /v1/admin/views", "ANY /v1/admin/views/*")
        ),
        grants=(read("platform"), write("platform"), drop_views()),
    ),
    Function(
        name="event-publisher",
        domain="platform",
        handler="publish_events",
        trigger=Streams(PUBLISHED, gives_up=False),
        grants=(put_events(),),
        settings=("QUEUE_EVENT_PUBLISHER_DLQ",),
        timeout=30,
    ),
)

_HEALTH = "health/"


def operating(table: Sequence[Function]) -> tuple[Function, ...]:
    """How the shop runs, for staff: what each of these may do is said by name, queue by queue and function by function. They see other
    stacks' queues and functions by their names, so that no stack waits for another. `table`: all others."""
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
