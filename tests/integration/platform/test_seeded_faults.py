"""P03: for each alarm of the built templates a fault that moves the metric it reads. What AWS counts itself (age, depth, function errors,
5xx) moves because our functions fail instead of swallowing; what we count stands in the log line in the embedded metric format.

A new alarm that fits none of these rows fails here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.shared.outside import aws, provider_keys
from functions.shared.plain.settings import settings
from functions.shared.store.records import connection
from infra.compose import domains
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Http, Queue, Schedule, Streams
from infra.parts.alarms import NAMED
from infra.parts.queues import MAX_RECEIVES
from tests.integration.shipping.plugin import installed
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.template import of_type, stand_in_template

CONSUMERS = [f for f in FUNCTIONS if isinstance(f.trigger, Queue)]
READERS = [f for f in FUNCTIONS if isinstance(f.trigger, Streams)]
SCHEDULES = [f for f in FUNCTIONS if isinstance(f.trigger, Schedule)]
OURS = {"Fn::Sub": "shop-${Stage}"}
AWS_ALONE = {"Throttles"}
"""Counted before our code runs: no fault of ours moves it, and none can hide it."""


def named(function: Function) -> str:
    return function.name


def of(function: Function) -> Any:
    return getattr(import_module(function.module), function.handler)


@contextmanager
def aws_refuses() -> Iterator[None]:
    """As with a role that lost a right."""

    def refuse(model: Any, **_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}, model.name)

    places = {"dynamodb": connection().client.meta.events, "secretsmanager": aws.client("secretsmanager").meta.events}
    for service, events in places.items():
        events.register(f"before-call.{service}", refuse, unique_id="refused")
    try:
        yield
    finally:
        for service, events in places.items():
            events.unregister(f"before-call.{service}", unique_id="refused")


def seed_of(alarm: dict[str, Any]) -> str:
    """The row of the table below."""
    metric, dimensions = alarm["MetricName"], {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
    match alarm["Namespace"], metric:
        case _, _ if alarm["Namespace"] == OURS and metric == "errors" and dimensions["domain"] in domains():
            return "domain"
        case _, _ if alarm["Namespace"] == OURS and metric == "alarms" and dimensions["alarm"] in NAMED:
            return "named"
        case "AWS/SQS", "ApproximateAgeOfOldestMessage":
            return "given back"
        case "AWS/SQS", "ApproximateNumberOfMessagesVisible":
            return "dead letter"
        case "AWS/Lambda", "IteratorAge":
            return "behind"
        case "AWS/Lambda", "Errors":
            return "ended"
        case "AWS/ApiGateway", "5XXError":
            return "5xx"
    return metric if metric in AWS_ALONE else f"nobody seeds a fault for {alarm['AlarmName']}"


def test_every_alarm_has_a_seeded_fault() -> None:
    template = stand_in_template()
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    assert {seed_of(alarm) for alarm in alarms} == {"domain", "named", "given back", "dead letter", "behind", "ended", "5xx", "Throttles"}
    # The age of each queue and its dead letters is that of a consumer below.
    fed = {f.trigger.name for f in CONSUMERS if isinstance(f.trigger, Queue)}
    queues = of_type(template, "AWS::SQS::Queue")
    assert len([one for one in queues.values() if "RedrivePolicy" in one]) == len(fed)
    assert all(one["RedrivePolicy"]["maxReceiveCount"] == MAX_RECEIVES for one in queues.values() if "RedrivePolicy" in one)
    assert len([one for one in alarms if one["MetricName"] == "IteratorAge"]) == len(READERS)


def first_call(domain: str) -> tuple[str, str]:
    """Of staff where they have one, to whatever stands first in the table of functions."""
    routes = [route for f in FUNCTIONS if f.domain == domain and isinstance(f.trigger, Http) for route in f.trigger.operations]
    plain = sorted((route for route in routes if "*" not in route), key=lambda route: "/v1/admin/" not in route)
    method, _, path = plain[0].partition(" ")
    return method.replace("ANY", "GET"), path


@pytest.mark.parametrize("domain", domains())
def test_a_domain_that_fails_counts_its_errors_and_answers_5xx(
    domain: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_DOMAIN", domain)
    settings.cache_clear()
    caplog.set_level("INFO")
    try:
        with aws_refuses():
            method, path = first_call(domain)
            answer = Client(import_module(f"functions.{domain}.app").app).call(method, path, None, bearer("owner"))
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert answer.status >= 500, "the API's own alarm counts it, too"
    (line,) = [one.__dict__ for one in caplog.records if "errors" in one.__dict__]
    assert (line["domain"], line["errors"]) == (domain, [1.0])
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["domain"]]


@pytest.mark.parametrize("function", CONSUMERS, ids=named)
def test_a_message_that_fails_is_given_back(function: Function, tmp_path: Path) -> None:
    """So it grows old in its queue, then is a dead letter."""
    event = {"Records": [{"messageId": "m1", "eventSource": "aws:sqs", "body": "{torn", "attributes": {}}]}
    # Channels of packages: without one there is nothing that could fail.
    brought = installed(tmp_path) if function.name == "notifier-others" else nullcontext()
    with brought, aws_refuses():
        try:
            told = of(function)(event, None)
        except Exception:  # noqa: BLE001 — Lambda gives all of them back
            return
    assert told == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_what_is_given_back_again_and_again_is_a_dead_letter() -> None:
    sqs = boto3.client("sqs")
    dead = sqs.create_queue(QueueName="seeded-dlq")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": MAX_RECEIVES})
    queue = sqs.create_queue(QueueName="seeded", Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "0"})["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="{torn")
    for _ in range(MAX_RECEIVES + 1):
        sqs.receive_message(QueueUrl=queue)
    counted = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    assert counted["ApproximateNumberOfMessages"] == "1"


@pytest.mark.parametrize("function", READERS, ids=named)
def test_a_reader_that_fails_does_not_go_on(function: Function, monkeypatch: pytest.MonkeyPatch) -> None:
    """So its place in the stream stays, and what stands there grows old."""
    monkeypatch.setenv("EVENT_BUS", "no-such-bus")
    settings.cache_clear()
    keys = {"pk": {"S": "PROD#prod_1"}, "sk": {"S": "EVT#1#evt_1"}}
    said = {"id": "evt_1", "type": "order.paid", "version": 1, "occurred_at": "2027-01-01T00:00:00.000Z", "subject": "ord_1"}
    body = json.dumps(said | {"actor": {"kind": "system", "id": ""}, "data": {}, "correlation_id": ""})
    kind = {"catalog-follower": "product", "stock-projector": "journal"}.get(function.name, "event")
    image = keys | {"kind": {"S": kind}, "version": {"N": "1"}, "body": {"S": body}}
    change = {"SequenceNumber": "1", "Keys": keys, "NewImage": image, "ApproximateCreationDateTime": 1}
    if kind == "product":
        # Who follows the catalogue looks at what was edited.
        change["OldImage"] = image | {"version": {"N": "0"}}
    record = {"eventID": "1", "eventName": "INSERT", "eventSourceARN": "arn:aws:dynamodb:x:1:table/t/stream/s", "dynamodb": change}
    with aws_refuses():
        try:
            told = of(function)({"Records": [record]}, None)
        except Exception:  # noqa: BLE001 — Lambda comes again with the same
            return
        finally:
            monkeypatch.undo()
            settings.cache_clear()
    assert told["batchItemFailures"] == [{"itemIdentifier": "1"}]


@pytest.mark.parametrize("function", SCHEDULES, ids=named)
def test_a_run_that_fails_ends_without_an_answer(function: Function, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_PAYMENTS", "shop-test-payments")
    settings.cache_clear()
    provider_keys.forget()
    with aws_refuses(), pytest.raises(Exception):  # noqa: B017 — whatever it is, Lambda counts it
        of(function)({}, None)
    settings.cache_clear()
    provider_keys.forget()
