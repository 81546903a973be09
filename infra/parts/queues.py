"""Queues: one per consumer, each with a dead-letter queue, and the rule of the bus that feeds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from infra.cfn import Node, Resources, att, logical, physical, ref, resource, sub, when

MAX_RECEIVES = 5
VISIBILITY = 6
_FOURTEEN_DAYS = 14 * 24 * 3600
BUS = "bus"
_BUS_DLQ = logical(BUS, "Dlq")
_OBJECTS, _MAILS = "s3:", "ses:"
_OF_MAILS = {
    "InputPathsMap": {"told": "$.detail.eventType", "tags": "$.detail.mail.tags", "at": "$.time"},
    "InputTemplate": '{"told": <told>, "tags": <tags>, "at": <at>}',
}
"""What SES tells names the address; no queue of ours does. Our tags say which message it is of."""


def _dead_letters(name: str) -> dict[str, Any]:
    return resource(
        "AWS::SQS::Queue",
        {"QueueName": physical(f"{name}-dlq"), "MessageRetentionPeriod": _FOURTEEN_DAYS, "SqsManagedSseEnabled": True},
    )


def _queue(name: str, hidden: int) -> dict[str, Any]:
    """A message being worked on is hidden for `hidden` seconds; locally nobody waits that long."""
    redrive = {"deadLetterTargetArn": att(logical(name, "Dlq")), "maxReceiveCount": MAX_RECEIVES}
    return resource(
        "AWS::SQS::Queue",
        {
            "QueueName": physical(name),
            "VisibilityTimeout": when("IsLocal", ref("QueueVisibilitySeconds"), hidden),
            "MessageRetentionPeriod": _FOURTEEN_DAYS,
            "ReceiveMessageWaitTimeSeconds": 20,
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": redrive,
        },
    )


def _matching(event: str) -> Node:
    return {"prefix": event[:-1]} if event.endswith("*") else event


def _source(events: Sequence[str]) -> dict[str, Node]:
    """The bus and the pattern: our own events, or what AWS tells on the account's bus: objects that arrive in the data bucket
    (`s3:<prefix>`), what became of mails (`ses:`; SES Developer Guide, "Monitoring SES events using Amazon EventBridge": best effort)."""
    if _MAILS in events:
        # Of bounces only those for good: of the others SES tries again by itself.
        kinds = [{"eventType": ["Send", "Delivery", "Complaint"]}, {"eventType": ["Bounce"], "bounce": {"bounceType": ["Permanent"]}}]
        return {"EventPattern": {"source": ["aws.ses"], "detail": {"$or": kinds, "mail": {"tags": {"stage": [ref("Stage")]}}}}}
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
                    **({"InputTransformer": _OF_MAILS} if _MAILS in events else {}),
                    "DeadLetterConfig": {"Arn": att(_BUS_DLQ)},
                    "RetryPolicy": {"MaximumRetryAttempts": 100, "MaximumEventAgeInSeconds": 24 * 3600},
                }
            ],
        },
    )


def _policy(queue: str, senders: Sequence[Node], compare: str = "ArnEquals") -> dict[str, Any]:
    """Only these rules of the bus may put messages in; on AWS nobody may do so without TLS (locally all is plain HTTP)."""
    rules = {
        "Sid": "OnlyTheRules",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": att(queue),
        "Condition": {compare: {"aws:SourceArn": list(senders)}},
    }
    tls = {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": att(queue),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [rules, when("IsDeployed", tls)]}
    return resource("AWS::SQS::QueuePolicy", {"Queues": [ref(queue)], "PolicyDocument": document})


def hidden(timeout: int, window: int = 0) -> int:
    """Six times what the consumer may take and the window of its batches, as AWS advises."""
    return VISIBILITY * timeout + window


def resources(consumers: Mapping[str, int], events: Mapping[str, Sequence[str]], undelivered: Sequence[str]) -> Resources:
    """`consumers`: how many seconds each queue hides what is worked on; `events` feed it; `undelivered`: further dead-letter queues."""
    out: Resources = {}
    for name, seconds in consumers.items():
        out[logical(name, "Queue")] = _queue(name, seconds)
        out[logical(name, "Dlq")] = _dead_letters(name)
        if events.get(name):
            out[logical(name, "Rule")] = _rule(name, events[name])
            out[logical(name, "QueuePolicy")] = _policy(logical(name, "Queue"), [att(logical(name, "Rule"))])
    for name in undelivered:
        out[logical(name, "Dlq")] = _dead_letters(name)
    return out


def of_the_bus() -> Resources:
    """Where events go that find their queue closed. Rules stand in the stacks of the domains, so they are allowed by their names: those on
    our bus, and those of ours on the account's bus."""
    rules = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/"
    ours = [sub(f"{rules}shop-${{Stage}}/shop-${{Stage}}-*"), sub(f"{rules}shop-${{Stage}}-*")]
    return {_BUS_DLQ: _dead_letters(BUS), f"{_BUS_DLQ}Policy": _policy(_BUS_DLQ, ours, "ArnLike")}


def outputs(queues: Sequence[str], undelivered: Sequence[str]) -> dict[str, Node]:
    own = [logical(name, "Queue") for name in queues]
    dead = [logical(name, "Dlq") for name in (*queues, *undelivered)]
    return {name: ref(name) for name in (*own, *dead)}
