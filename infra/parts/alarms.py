"""Alarms and the dashboard: dead letters, ageing queues, failing functions, a failing or throttled API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from infra.cfn import Node, Resources, att, logical, physical, ref, resource, sub, when
from infra.functions.model import Function
from infra.parts.queues import BUS

_MINUTE = 60
_OLDEST_MESSAGE = 15 * _MINUTE
_MONEY = (
    "payment.quarantined", "payment.refund_failed", "payment.capture_failed", "payment.disputed", "reconciliation.differences",
)  # fmt: skip


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


def _of_function(name: str) -> Any:
    return _alarm(
        f"{name}-errors", f"{name} fails", "AWS/Lambda", "Errors", {"FunctionName": ref(logical(name, "Function"))}
    )  # fmt: skip


def _of_money(name: str) -> Any:
    return _alarm(name.replace(".", "-"), f"{name}: somebody must look (functions/payments/README.md)", "Shop", "alarms", {"alarm": name})


def resources(functions: Sequence[Function], queues: Sequence[str], undelivered: Sequence[str]) -> Resources:
    """Of one domain; payments has those of money besides."""
    out = {logical(f.name, "ErrorsAlarm"): _of_function(f.name) for f in functions}
    out |= {logical(name, "AgeAlarm"): _of_queue(name) for name in queues}
    out |= {logical(name, "DlqAlarm"): _of_dead_letters(name) for name in (*queues, *undelivered)}
    if any(f.domain == "payments" for f in functions):
        out |= {logical(name.replace(".", "-").replace("_", "-"), "MoneyAlarm"): _of_money(name) for name in _MONEY}
    return out


def of_the_bus() -> Resources:
    return {logical(BUS, "DlqAlarm"): _of_dead_letters(BUS)}


def of_the_api() -> Resources:
    api = {"ApiName": sub("shop-${Stage}"), "Stage": ref("Stage")}
    return {
        "ApiErrorsAlarm": _alarm("api-5xx", "The API answers 5xx", "AWS/ApiGateway", "5XXError", api),
        # Throttles are a matter of the whole account's concurrency, so one alarm without dimensions sees them all.
        "ThrottlesAlarm": _alarm("throttles", "Functions are throttled", "AWS/Lambda", "Throttles", {}),
    }


def _widget(position: int, title: str, metrics: Sequence[Sequence[Any]], stat: str) -> dict[str, Any]:
    properties = {"title": title, "region": "${AWS::Region}", "stat": stat, "period": 300, "metrics": list(metrics)}
    return {"type": "metric", "x": 12 * (position % 2), "y": 6 * (position // 2), "width": 12, "height": 6, "properties": properties}


def dashboard(functions: Sequence[Function], queues: Sequence[str], undelivered: Sequence[str]) -> Resources:
    api = ["AWS/ApiGateway", "Count", "ApiName", "shop-${Stage}", "Stage", "${Stage}"]
    names = [f"shop-${{Stage}}-{f.name}" for f in functions]
    dead = [f"shop-${{Stage}}-{name}-dlq" for name in (*queues, *undelivered)]
    waiting = [f"shop-${{Stage}}-{name}" for name in queues]
    widgets = [
        ("Calls and errors", [api, [*api[:1], "4XXError", *api[2:]], [*api[:1], "5XXError", *api[2:]]], "Sum"),
        ("Latency p95, ms", [[*api[:1], "Latency", *api[2:]], [*api[:1], "IntegrationLatency", *api[2:]]], "p95"),
        ("Function errors", [["AWS/Lambda", "Errors", "FunctionName", name] for name in names], "Sum"),
        ("Function duration p95, ms", [["AWS/Lambda", "Duration", "FunctionName", name] for name in names], "p95"),
        ("Oldest message, s", [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name] for name in waiting], "Maximum"),
        ("Dead letters", [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name] for name in dead], "Maximum"),
    ]
    body = json.dumps({"widgets": [_widget(i, *widget) for i, widget in enumerate(widgets)]})
    properties = {"DashboardName": sub("shop-${Stage}"), "DashboardBody": sub(body)}
    return {"Dashboard": resource("AWS::CloudWatch::Dashboard", properties, Condition="WithAlarms")}
