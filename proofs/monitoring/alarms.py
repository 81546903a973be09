"""The alarms of the built templates: what each reads, and who gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.architecture.documents.test_runbook import _general, _runbook
from tests.support.template import stand_in_stacks

OURS = "shop-${Stage}"
SERVICE: dict[tuple[str, str], dict[str, str]] = {
    # What AWS emits by itself, with the dimensions that it emits it with, and of what they are names.
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): {"QueueName": "AWS::SQS::Queue"},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {"QueueName": "AWS::SQS::Queue"},
    ("AWS/Lambda", "IteratorAge"): {"FunctionName": "AWS::Serverless::Function"},
    ("AWS/Lambda", "Errors"): {},
    ("AWS/Lambda", "Throttles"): {},
    ("AWS/ApiGateway", "5XXError"): {"ApiName": "AWS::Serverless::Api", "Stage": ""},
}


@dataclass(frozen=True)
class Alarm:
    """`name` without the stage. `of`: logical id of what a service's metric is about; empty for all of a kind."""

    name: str
    namespace: str
    metric: str
    dimensions: dict[str, Any]
    stack: str
    of: str = ""

    @property
    def is_ours(self) -> bool:
        return self.namespace == OURS


@cache
def stacks() -> dict[str, dict[str, Any]]:
    return stand_in_stacks()


@cache
def alarms() -> tuple[Alarm, ...]:
    found = []
    for stack, template in stacks().items():
        for node in template["Resources"].values():
            if node["Type"] == "AWS::CloudWatch::Alarm":
                has = node["Properties"]
                dimensions = {one["Name"]: one["Value"] for one in has["Dimensions"]}
                namespace = has["Namespace"] if isinstance(has["Namespace"], str) else has["Namespace"]["Fn::Sub"]
                name = has["AlarmName"]["Fn::Sub"].removeprefix(f"{OURS}-")
                of = next((_referred(value) for value in dimensions.values()), "")
                found.append(Alarm(name, namespace, has["MetricName"], dimensions, stack, of))
    return tuple(found)


def of_a_service(alarm: Alarm) -> list[str]:
    """What is wrong with an alarm on a metric that AWS gives: one that it does not give never rings."""
    known = SERVICE.get((alarm.namespace, alarm.metric))
    if known is None:
        return [f"{alarm.name}: nobody is known to give {alarm.namespace} {alarm.metric}"]
    if set(known) != set(alarm.dimensions):
        return [f"{alarm.name}: {alarm.metric} comes with {sorted(known)}, the alarm asks for {sorted(alarm.dimensions)}"]
    if not known:
        return []
    kind = next(iter(known.values()))
    if kind == "AWS::Serverless::Api":
        named = alarm.dimensions["ApiName"]["Fn::Sub"]
        nodes = [one for template in stacks().values() for one in template["Resources"].values() if one["Type"] == kind]
        apis = [one["Properties"].get("Name") for one in nodes]
        return [] if {"Fn::Sub": named} in apis else [f"{alarm.name}: there is no API {named}"]
    there = stacks()[alarm.stack]["Resources"].get(alarm.of, {}).get("Type")
    return [] if there == kind else [f"{alarm.name}: {alarm.of} of its stack is {there}, not {kind}"]


def unwritten() -> list[str]:
    """Alarms without cause and steps in the runbook."""
    told = _runbook()
    return [f"{one.name}: not in docs/operations.md" for one in alarms() if not all(map(str.strip, told.get(_general(one.name), ("", ""))))]


def _referred(value: Any) -> str:
    if isinstance(value, dict) and "Ref" in value:
        return str(value["Ref"])
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        found = value["Fn::GetAtt"]
        return str(found[0] if isinstance(found, list) else re.split(r"\.", found)[0])
    return ""
