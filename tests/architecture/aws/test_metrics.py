"""Metrics of our own cost by the value of each dimension: counted is what an alarm or the dashboard reads, and nothing else."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from typing import Any

from functions.payments.store.alarms import ALARMING
from functions.shared.outside import observability
from functions.shared.outside.observability import METRICS
from infra.compose import ROOT, domains
from infra.parts.alarms import NAMED
from tests.support.sources import parsed
from tests.support.template import of_type

Template = dict[str, Any]
OURS = {"Fn::Sub": "shop-${Stage}"}


def read_by_alarms(template: Template) -> Iterator[tuple[str, str, str]]:
    """Metric, dimension and its value."""
    for alarm in of_type(template, "AWS::CloudWatch::Alarm").values():
        if alarm["Namespace"] == OURS:
            (dimension,) = alarm["Dimensions"]
            yield alarm["MetricName"], dimension["Name"], dimension["Value"]


def read_by_the_dashboard(template: Template) -> Iterator[tuple[str, str, str]]:
    (dashboard,) = of_type(template, "AWS::CloudWatch::Dashboard").values()
    for widget in json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]:
        yield from (tuple(metric[1:]) for metric in widget["properties"]["metrics"] if metric[0] == OURS["Fn::Sub"])


def test_what_is_counted_is_read_and_what_is_read_is_counted(template: Template) -> None:
    read = {(metric, dimension) for metric, dimension, _ in (*read_by_alarms(template), *read_by_the_dashboard(template))}
    assert read == {(metric.name, metric.dimension) for metric in METRICS}


def test_metrics_are_counted_in_one_place_only() -> None:
    """So that the list above is all there are."""
    here = observability.__file__
    others = [path for path in (ROOT / "functions").rglob("*.py") if str(path) != here]
    assert [path for path in others if "CloudWatchMetrics" in path.read_text(encoding="utf-8")] == []
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(observability))) if isinstance(node, ast.Call)]
    counted = [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "_counted"]
    assert set(counted) == {"ERRORS", "ALARMS"}


def test_every_domain_rings_once_when_it_fails(template: Template) -> None:
    assert sorted(value for metric, _, value in read_by_alarms(template) if metric == "errors") == domains()
    told = [f["Environment"]["Variables"] for f in of_type(template, "AWS::Serverless::Function").values()]
    assert {variables["SERVICE_DOMAIN"] for variables in told} == set(domains())
    assert {json.dumps(variables["POWERTOOLS_METRICS_NAMESPACE"]) for variables in told} == {json.dumps(OURS)}


def test_what_a_function_cannot_count_itself_rings_for_all_of_them_together(template: Template) -> None:
    """Time-outs, memory, failed imports; and throttles."""
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    assert sorted(a["MetricName"] for a in alarms if a["Namespace"] == "AWS/Lambda" and not a["Dimensions"]) == ["Errors", "Throttles"]


def test_every_alarm_that_is_raised_is_there(template: Template) -> None:
    raised = {
        call.args[0].value
        for tree in parsed("raise_alarm", "alarmed").values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("raise_alarm", "alarmed") and isinstance(call.args[0], ast.Constant)
    }
    assert raised | ALARMING == set(NAMED)
    assert {value for metric, _, value in read_by_alarms(template) if metric == "alarms"} == set(NAMED)
