"""Alarms and the dashboard: dead letters, ageing queues and streams, errors by domain, a failing or throttled API.

Every alarm costs, and so does every value of a dimension of our own metrics: `functions/shared/outside/observability.py` counts what is
read here and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from functions.shared.outside.observability import ALARMS, ERRORS
from infra.cfn import Node, Resources, att, logical, physical, ref, resource, sub, when
from infra.functions.model import Function, Streams
from infra.parts.apis import APIS, RestApi
from infra.parts.queues import BUS

_MINUTE = 60
_OLDEST_MESSAGE = 15 * _MINUTE
_OLDEST_DEAD_LETTER = 7 * 24 * 60 * _MINUTE
"""In seconds: half the time that a queue keeps messages."""
_OLDEST_RECORD = 15 * _MINUTE * 1_000
_ERRORS_IN_A_PERIOD = 5
"""Single failures are tried again by their queue, and are a dead letter if they do not pass; the API has its own alarm of 5xx."""
NAMESPACE = sub("shop-${Stage}")
TEMPLATE, HOOK, FINDING, OWED = "template.unusable", "hook.circuit_open", "finding.opened", "owed.differs"
MONEY = (
    "payment.quarantined", "payment.refund_failed", "payment.capture_failed", "payment.disputed", "reconciliation.differences",
)  # fmt: skip
NAMED = (*MONEY, TEMPLATE, HOOK, FINDING, OWED)
"""What the code raises by name (`alarmed`)."""


def _alarm(name: str, why: str, namespace: str, metric: str, dimensions: Mapping[str, Node], *, threshold: int = 1, **kind: Any) -> Any:
    actions = when("HasAlarmTopic", [ref("AlarmTopicArn")])
    return resource(
        "AWS::CloudWatch::Alarm",
        {
            "AlarmName": physical(name),
            "AlarmDescription": why,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
            "Statistic": kind.get("statistic", "Sum"),
            "Period": kind.get("period", 5 * _MINUTE),
            "EvaluationPeriods": 1,
            "Threshold": threshold,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": actions,
            "OKActions": actions,
        },
        Condition="WithAlarms",
    )


def _of_queue(name: str) -> Any:
    return _alarm(
        f"{name}-age", f"The consumer of {name} is behind", "AWS/SQS", "ApproximateAgeOfOldestMessage",
        {"QueueName": att(logical(name, "Queue"), "QueueName")}, threshold=_OLDEST_MESSAGE, statistic="Maximum",
    )  # fmt: skip


def _of_dead_letters(name: str) -> Any:
    return _alarm(
        f"{name}-dlq", f"Dead letters of {name}: look, repair, then `shop redrive {name}`", "AWS/SQS",
        "ApproximateNumberOfMessagesVisible", {"QueueName": att(logical(name, "Dlq"), "QueueName")}, statistic="Maximum",
    )  # fmt: skip


def _of_old_dead_letters(name: str) -> Any:
    return _alarm(
        f"{name}-dlq-age", f"Dead letters of {name} are half-way to being lost", "AWS/SQS", "ApproximateAgeOfOldestMessage",
        {"QueueName": att(logical(name, "Dlq"), "QueueName")}, threshold=_OLDEST_DEAD_LETTER, statistic="Maximum",
    )  # fmt: skip


def _of_reader(name: str) -> Any:
    return _alarm(
        f"{name}-behind", f"{name} is behind its streams, which keep records for 24 hours only", "AWS/Lambda", "IteratorAge",
        {"FunctionName": ref(logical(name, "Function"))}, threshold=_OLDEST_RECORD, statistic="Maximum",
    )  # fmt: skip


def _of_domain(domain: str) -> Any:
    return _alarm(
        f"{domain}-errors", f"Functions of {domain} fail; their log lines tell what", NAMESPACE, ERRORS.name,
        {ERRORS.dimension: domain}, threshold=_ERRORS_IN_A_PERIOD,
    )  # fmt: skip


def _of_money(name: str) -> Any:
    why = f"{name}: somebody must look (functions/payments/README.md)"
    return _alarm(name.replace(".", "-"), why, NAMESPACE, ALARMS.name, {ALARMS.dimension: name})


def _of_templates() -> Any:
    why = "A template of the shop's own could not be rendered, and the built-in one was sent: functions/notifications/README.md"
    return _alarm("template-unusable", why, NAMESPACE, ALARMS.name, {ALARMS.dimension: TEMPLATE})


def _of_hooks() -> Any:
    why = "A hook in the flow of orders failed again and again and is not asked for a while: docs/hooks.md"
    return _alarm("hook-circuit_open", why, NAMESPACE, ALARMS.name, {ALARMS.dimension: HOOK})


def _of_owed() -> Any:
    why = "What is owed in points, cards or credit is not what their accounts hold: functions/loyalty/README.md"
    return _alarm("owed-differs", why, NAMESPACE, ALARMS.name, {ALARMS.dimension: OWED})


def _of_findings() -> Any:
    why = "Something of the shop is not as usual: GET /v1/admin/reports/findings says what, since when, and shows it"
    return _alarm("finding-opened", why, NAMESPACE, ALARMS.name, {ALARMS.dimension: FINDING})


def _of_every_dead_letter_queue(names: Sequence[str]) -> Resources:
    depth = {logical(name, "DlqAlarm"): _of_dead_letters(name) for name in names}
    return depth | {logical(name, "DlqAgeAlarm"): _of_old_dead_letters(name) for name in names}


def resources(functions: Sequence[Function], queues: Sequence[str], undelivered: Sequence[str]) -> Resources:
    """Of one domain; payments has those of money besides, reports that of findings."""
    (domain,) = {f.domain for f in functions}
    out = {logical(domain, "ErrorsAlarm"): _of_domain(domain)}
    out |= {logical(f.name, "BehindAlarm"): _of_reader(f.name) for f in functions if isinstance(f.trigger, Streams)}
    out |= {logical(name, "AgeAlarm"): _of_queue(name) for name in queues}
    out |= _of_every_dead_letter_queue([*queues, *undelivered])
    if domain == "payments":
        out |= {logical(name.replace(".", "-").replace("_", "-"), "MoneyAlarm"): _of_money(name) for name in MONEY}
    if domain == "loyalty":
        out["OwedAlarm"] = _of_owed()
    if domain == "orders":
        out["HookAlarm"] = _of_hooks()
    if domain == "notifications":
        out["TemplateAlarm"] = _of_templates()
    if domain == "reports":
        out["FindingAlarm"] = _of_findings()
    return out


def of_the_bus() -> Resources:
    return _of_every_dead_letter_queue([BUS])


def _of_api(api: RestApi) -> Any:
    dimensions = {"ApiName": sub(api.deployed), "Stage": ref("Stage")}
    return _alarm(f"{api.name}-5xx", f"The {api.name} answers 5xx", "AWS/ApiGateway", "5XXError", dimensions)


def of_the_edge() -> Resources:
    return {f"{api.id}ErrorsAlarm": _of_api(api) for api in APIS} | {
        # One alarm without dimensions each sees all functions: what ends in the middle (time-out, memory, a failed import or run) cannot
        # count itself, and throttles are a matter of the whole account's concurrency.
        "FunctionErrorsAlarm": _alarm("function-errors", "A function ended without an answer", "AWS/Lambda", "Errors", {}),
        "ThrottlesAlarm": _alarm("throttles", "Functions are throttled", "AWS/Lambda", "Throttles", {}),
    }


def _widget(position: int, title: str, metrics: Sequence[Sequence[Any]], stat: str) -> dict[str, Any]:
    properties = {"title": title, "region": "${AWS::Region}", "stat": stat, "period": 300, "metrics": list(metrics)}
    return {"type": "metric", "x": 12 * (position % 2), "y": 6 * (position // 2), "width": 12, "height": 6, "properties": properties}


def _of_stage(api: RestApi, metric: str) -> list[str]:
    return ["AWS/ApiGateway", metric, "ApiName", api.deployed, "Stage", "${Stage}"]


def dashboard(functions: Sequence[Function], queues: Sequence[str], undelivered: Sequence[str]) -> Resources:
    names = [f"shop-${{Stage}}-{f.name}" for f in functions]
    dead = [f"shop-${{Stage}}-{name}-dlq" for name in (*queues, *undelivered)]
    waiting = [f"shop-${{Stage}}-{name}" for name in queues]
    domains = sorted({f.domain for f in functions})
    readers = [f"shop-${{Stage}}-{f.name}" for f in functions if isinstance(f.trigger, Streams)]
    widgets = [
        ("Calls and errors", [_of_stage(api, metric) for api in APIS for metric in ("Count", "4XXError", "5XXError")], "Sum"),
        ("Latency p95, ms", [_of_stage(api, metric) for api in APIS for metric in ("Latency", "IntegrationLatency")], "p95"),
        ("Errors by domain", [["shop-${Stage}", ERRORS.name, ERRORS.dimension, domain] for domain in domains], "Sum"),
        ("Oldest stream record, ms", [["AWS/Lambda", "IteratorAge", "FunctionName", name] for name in readers], "Maximum"),
        ("Functions without an answer", [["AWS/Lambda", "Errors", "FunctionName", name] for name in names], "Sum"),
        ("Function duration p95, ms", [["AWS/Lambda", "Duration", "FunctionName", name] for name in names], "p95"),
        ("Oldest message, s", [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name] for name in waiting], "Maximum"),
        ("Dead letters", [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name] for name in dead], "Maximum"),
    ]
    body = json.dumps({"widgets": [_widget(i, *widget) for i, widget in enumerate(widgets)]})
    # Not the name that it had in the stack of the edge: that one is taken away with it, after this one is made (ADR 140).
    properties = {"DashboardName": sub("shop-${Stage}-all"), "DashboardBody": sub(body)}
    return {"Dashboard": resource("AWS::CloudWatch::Dashboard", properties, Condition="WithAlarms")}
