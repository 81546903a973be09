"""Queues: one per consumer, each with a dead-letter queue, and the rule of the bus that feeds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from infra.cfn import Node, Resources, att, logical, physical, ref, resource, when

MAX_RECEIVES = 5
_FOURTEEN_DAYS = 14 * 24 * 3600
_BUS_DLQ = logical("bus", "Dlq")
_OBJECTS = "s3:"


def _dead_letters(name: str) -> dict[str, Any]:
    return resource(
        "AWS::SQS::Queue",
        {"QueueName": physical(f"{name}-dlq"), "MessageRetentionPeriod": _FOURTEEN_DAYS, "SqsManagedSseEnabled": True},
    )


def _queue(name: str) -> dict[str, Any]:
    redrive = {"deadLetterTargetArn": att(logical(name, "Dlq")), "maxReceiveCount": MAX_RECEIVES}
    return resource(
        "AWS::SQS::Queue",
        {
            "QueueName": physical(name),
            "VisibilityTimeout": ref("QueueVisibilitySeconds"),
            "MessageRetentionPeriod": _FOURTEEN_DAYS,
            "ReceiveMessageWaitTimeSeconds": 20,
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": redrive,
        },
    )


def _matching(event: str) -> Node:
    return {"prefix": event[:-1]} if event.endswith("*") else event


def _source(events: Sequence[str]) -> dict[str, Node]:
    """The bus and the pattern: our own events, or (`s3:<prefix>`) objects that arrive in the data bucket, told on the account's bus."""
    prefixes = [event.removeprefix(_OBJECTS) for event in events if event.startswith(_OBJECTS)]
    if not prefixes:
        return {
            "EventBusName": ref("EventBus"),
            "EventPattern": {"source": ["shop"], "detail-type": [_matching(event) for event in events]},
        }
    detail = {"bucket": {"name": [ref("DataBucket")]}, "object": {"key": [{"prefix": prefix} for prefix in prefixes]}}
    return {"EventPattern": {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}}


def _rule(name: str, events: Sequence[str]) -> dict[str, Any]:
    return resource(
        "AWS::Events::Rule",
        {
            "Name": physical(name),
            "Description": f"Feeds the queue {name}",
            **_source(events),
            "Targets": [
                {
                    "Id": "queue",
                    "Arn": att(logical(name, "Queue")),
                    "DeadLetterConfig": {"Arn": att(_BUS_DLQ)},
                    "RetryPolicy": {"MaximumRetryAttempts": 100, "MaximumEventAgeInSeconds": 24 * 3600},
                }
            ],
        },
    )


def _policy(queue: str, senders: Sequence[str]) -> dict[str, Any]:
    """Only the named rules of the bus may put messages in; on AWS nobody may do so without TLS (locally all is plain HTTP)."""
    statements: list[Node] = (
        [
            {
                "Sid": "OnlyTheRules",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": att(queue),
                "Condition": {"ArnEquals": {"aws:SourceArn": [att(rule) for rule in senders]}},
            }
        ]
        if senders
        else []
    )
    tls = {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": att(queue),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [*statements, when("IsDeployed", tls)]}
    return resource("AWS::SQS::QueuePolicy", {"Queues": [ref(queue)], "PolicyDocument": document})


def resources(queues: Mapping[str, Mapping[str, Any]], undelivered: Sequence[str]) -> Resources:
    """`queues` maps a name to `{"events": [...]}` or nothing; `undelivered` names further dead-letter queues."""
    fed = [name for name, facts in queues.items() if facts.get("events")]
    out: Resources = {}
    for name, facts in queues.items():
        out[logical(name, "Queue")] = _queue(name)
        out[logical(name, "Dlq")] = _dead_letters(name)
        if name in fed:
            out[logical(name, "Rule")] = _rule(name, facts["events"])
            out[logical(name, "QueuePolicy")] = _policy(logical(name, "Queue"), [logical(name, "Rule")])
    for name in undelivered:
        out[logical(name, "Dlq")] = _dead_letters(name)
    out[f"{_BUS_DLQ}Policy"] = _policy(_BUS_DLQ, [logical(name, "Rule") for name in fed])
    return out


def outputs(queues: Mapping[str, Mapping[str, Any]], undelivered: Sequence[str]) -> dict[str, Node]:
    own = {logical(name, "Queue"): {"Value": ref(logical(name, "Queue"))} for name in queues}
    dead = {logical(name, "Dlq"): {"Value": ref(logical(name, "Dlq"))} for name in (*queues, *undelivered)}
    return own | dead
