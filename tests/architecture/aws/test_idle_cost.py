"""What an idle stage costs is computed from the templates, and the README says that figure."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.model import Queue, Schedule
from infra.idle import WATCHING, Line, idle_cost, runs_a_month, total

Stacks = dict[str, dict[str, Any]]


def found(stacks: Stacks) -> dict[str, Line]:
    return {line.what: line for line in idle_cost(stacks)}


def test_the_readme_says_what_an_idle_stage_costs(stacks: Stacks) -> None:
    said = re.findall(r"costs about USD (\d+) a\s+month", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(said) == 1
    # "About" is to the dollar: one more alarm or secret does not make the sentence wrong.
    assert abs(int(said[0]) - total(idle_cost(stacks))) < 1, "write the figure that `shop cost --idle` prints into README.md"


def test_what_is_charged_by_the_piece_is_counted(stacks: Stacks) -> None:
    lines = found(stacks)
    alarms = sum(node["Type"] == "AWS::CloudWatch::Alarm" for template in stacks.values() for node in template["Resources"].values())
    assert (lines["alarms"].count, round(lines["alarms"].usd, 2)) == (alarms, round(alarms * 0.1, 2))
    assert (lines["dashboards"].count, lines["dashboards"].usd) == (1, 3.0)
    assert lines["keys of one's own (KMS)"].count == 3
    assert lines["log groups"].usd == 0


def test_queues_are_polled_also_when_nothing_lies_in_them(stacks: Stacks) -> None:
    """Five pollers, three times a minute: 657,000 requests a queue and month."""
    line, queues = found(stacks)["queues that are polled"], sum(isinstance(f.trigger, Queue) for f in FUNCTIONS)
    assert (line.count, round(line.usd, 4)) == (queues, round(queues * 657_000 * 0.4e-6, 4))


def test_schedules_run_also_when_nothing_is_due(stacks: Stacks) -> None:
    line = found(stacks)["schedules"]
    assert line.count == sum(isinstance(f.trigger, Schedule) for f in FUNCTIONS)
    assert 0 < line.usd < 2


@pytest.mark.parametrize(
    ("expression", "runs"),
    [("rate(1 minute)", 43_800), ("rate(2 hours)", 365), ("cron(5 * * * ? *)", 730), ("cron(20 18 * * ? *)", 730 / 24)],
)
def test_how_often_a_schedule_runs(expression: str, runs: float) -> None:
    assert runs_a_month(expression) == pytest.approx(runs)


def test_what_is_not_there_by_default_is_not_counted(stacks: Stacks) -> None:
    edge = {"Parameters": {"Alarms": {"Default": "off"}}, "Conditions": {"WithAlarms": {"Fn::Equals": [{"Ref": "Alarms"}, "on"]}}}
    off = {name: template | edge for name, template in stacks.items()}
    kept = {
        name: {key: node for key, node in t["Resources"].items() if node.get("Condition") in (None, "WithAlarms")}
        for name, t in off.items()
    }
    lines = {line.what: line.count for line in idle_cost({name: off[name] | {"Resources": kept[name]} for name in off})}
    assert {lines[what] for what in WATCHING} == {0}
    assert lines["secrets"] > 0


def test_a_type_of_resource_nobody_priced_is_an_error() -> None:
    with pytest.raises(KeyError, match="AWS::EC2::NatGateway"):
        idle_cost({"base": {"Resources": {"Nat": {"Type": "AWS::EC2::NatGateway", "Properties": {}}}}})
