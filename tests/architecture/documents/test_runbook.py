"""Every alarm of the templates stands in the runbook with its cause and its steps, and the runbook names none that is not there."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from typing import Any

from infra.compose import ROOT, domains
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Streams
from tests.support.template import of_type

Template = dict[str, Any]


def _runbook() -> dict[str, tuple[str, str]]:
    """Cause and steps by the names in its first column."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("### Alarms, one by one")[2].partition("\n#")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")]
    return {name: (cause, steps) for names, cause, steps in rows for name in re.findall(r"`([^`]+)`", names)}


@cache
def _known() -> list[tuple[str, list[str], tuple[str, ...]]]:
    queues = load("queues")
    readers = [one.name for one in FUNCTIONS if isinstance(one.trigger, Streams)]
    return [
        ("QUEUE", [*queues["queues"], *queues["undelivered"]], ("-dlq", "-dlq-age", "-age")),
        ("READER", readers, ("-behind",)),
        ("DOMAIN", list(domains()), ("-errors",)),
    ]


def _general(name: str) -> str:
    """As the runbook calls it."""
    for word, known, ends in _known():
        for end in ends:
            if name.endswith(end) and name.removesuffix(end) in known:
                return word + end
    return name


def test_every_alarm_has_its_cause_and_its_steps(template: Template) -> None:
    """P03"""
    alarms = {one["AlarmName"]["Fn::Sub"].removeprefix("shop-${Stage}-") for one in of_type(template, "AWS::CloudWatch::Alarm").values()}
    assert len(alarms) > 100
    told = _runbook()
    assert {_general(name) for name in alarms} == set(told)
    assert [name for name, (cause, steps) in told.items() if len(cause) < 20 or len(steps) < 20] == []


def test_our_own_metrics_are_told_in_the_line_of_what_failed() -> None:
    """P03: what an alarm reads is in the log as the Embedded Metric Format has it."""
    told = "from functions.shared.outside import observability; observability.alarmed('payment.quarantined', payment_id='pay_1')"
    # In a process of its own: what came before in this one may hold the log.
    line = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert '"alarm":"payment.quarantined"' in line
    assert '"CloudWatchMetrics":[{"Namespace"' in line
