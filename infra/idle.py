"""What a stage costs a month while nobody shops, read from its templates: what is charged by the piece, and what runs by itself.

What the tables, the bucket and the logs hold is not counted: an idle stage may hold nothing or ten years of orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.cutting import Template
from infra.prices import assumed, free, price

SECONDS = 730 * 3600
"""Of a month, as AWS counts it."""
_BY_THE_PIECE = {
    "AWS::CloudWatch::Alarm": ("alarms", "alarm_month"),
    "AWS::CloudWatch::Dashboard": ("dashboards", "dashboard_month"),
    "AWS::SecretsManager::Secret": ("secrets", "secret_month"),
    "AWS::KMS::Key": ("keys of one's own (KMS)", "key_month"),
    "AWS::WAFv2::WebACL": ("firewall (WAF)", "acl_month"),
}
_UNITS = {"minute": 60, "hour": 3600, "day": 86_400}
WATCHING = frozenset({"alarms", "dashboards"})
"""What `Alarms=off` leaves out."""


@dataclass(frozen=True)
class Line:
    what: str
    count: int
    usd: float


def idle_cost(stacks: Mapping[str, Template]) -> list[Line]:
    """By kind, for a stage with the parameters' defaults. Raises KeyError for a type of resource of which nobody said what it costs."""
    there = [resource for template in stacks.values() for resource in _there(template)]
    lines = []
    for type_name, (what, name) in _BY_THE_PIECE.items():
        count = sum(resource["Type"] == type_name for resource in there)
        lines.append(Line(what, count, count * price(name)))
    for resource in there:
        if resource["Type"] not in free() and resource["Type"] not in _BY_THE_PIECE:
            raise KeyError(f"{resource['Type']} stands neither among the prices nor among what is free (infra/prices.yaml)")
    return [
        *lines,
        _polling(there),
        _reading(there),
        _running(there, stacks),
        Line("log groups", _count(there, "AWS::Logs::LogGroup"), 0.0),
    ]


def total(lines: list[Line]) -> float:
    return sum(line.usd for line in lines)


def _count(there: list[dict[str, Any]], type_name: str) -> int:
    return sum(resource["Type"] == type_name for resource in there)


def _polling(there: list[dict[str, Any]]) -> Line:
    mappings = [r for r in _mappings(there) if not _of_stream(r)]
    requests = len(mappings) * assumed("pollers") * SECONDS / assumed("poll_seconds")
    return Line("queues that are polled", len(mappings), requests * price("sqs_request"))


def _reading(there: list[dict[str, Any]]) -> Line:
    """Lambda's own reading of a stream is not charged (DynamoDB pricing, "DynamoDB Streams")."""
    return Line("streams that are read", sum(_of_stream(r) for r in _mappings(there)), 0.0)


def _mappings(there: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (resource["Properties"] for resource in there if resource["Type"] == "AWS::Lambda::EventSourceMapping")


def _of_stream(mapping: Mapping[str, Any]) -> bool:
    return "StartingPosition" in mapping


def _running(there: list[dict[str, Any]], stacks: Mapping[str, Template]) -> Line:
    """Rules cost nothing; each run is a call of a function that finds nothing to do, and notes that."""
    usd, rules = 0.0, 0
    functions = {name: node for template in stacks.values() for name, node in template["Resources"].items()}
    for resource in there:
        if resource["Type"] != "AWS::Events::Rule" or "ScheduleExpression" not in resource["Properties"]:
            continue
        rules += 1
        for target in resource["Properties"]["Targets"]:
            memory = functions[target["Arn"]["Fn::GetAtt"][0]]["Properties"]["MemorySize"]
            usd += runs_a_month(resource["Properties"]["ScheduleExpression"]) * _run(memory)
    return Line("schedules", rules, usd)


def _run(memory: int) -> float:
    work = (
        assumed("run_seconds") * memory / 1024 * price("gb_second_arm")
        + assumed("run_read_units") * price("read_unit")
        + price("write_unit")
    )
    return price("lambda_request") + work + assumed("run_log_bytes") / 1e9 * price("log_gb")


def runs_a_month(expression: str) -> float:
    """Of `rate(5 minutes)`, or of a `cron(…)` that names one minute: once an hour, or once a day where it names an hour too."""
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return SECONDS / (int(rate[1]) * _UNITS[rate[2]])
    cron = re.fullmatch(r"cron\(\d+ (\*|\d+) (\*|\?) \* (\*|\?) \*\)", expression)
    if cron is None:
        raise ValueError(f"{expression} is a schedule of another kind")
    return SECONDS / (3600 if cron[1] == "*" else 86_400)


def _there(template: Template) -> Iterator[dict[str, Any]]:
    """The resources that a stage has which is not local and sets no parameter."""
    for resource in template["Resources"].values():
        if "Condition" not in resource or _holds({"Condition": resource["Condition"]}, template):
            yield resource


def _holds(node: Any, template: Template) -> bool:
    ((word, value),) = node.items()
    match word:
        case "Condition":
            return _holds(template["Conditions"][value], template)
        case "Fn::Not":
            return not _holds(value[0], template)
        case "Fn::And":
            return all(_holds(one, template) for one in value)
        case "Fn::Or":
            return any(_holds(one, template) for one in value)
        case "Fn::Equals":
            left, right = (template["Parameters"][one["Ref"]].get("Default", "") if isinstance(one, dict) else one for one in value)
            return bool(left == right)
    raise ValueError(f"a condition of another kind: {word}")
