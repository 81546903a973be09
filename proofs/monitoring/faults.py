"""Faults that are seeded for the alarms that read our own metrics: one in each domain, and one for each alarm that the code names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from infra.compose import domains
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Http, Queue, Schedule
from infra.parts.alarms import MONEY
from infra.parts.queues import MAX_RECEIVES
from proofs.claim import ROOT
from proofs.monitoring.bells import NOTES, Bell, Heard
from proofs.rebuild.folds import events
from proofs.shop.edge import Call, Outside
from proofs.shop.table import Message, Table, fed, function_of, handler, record_of
from proofs.shop.world import World

NAMESPACE = "shop-proofs"
_PAYMENTS = "tests/integration/payments/test_seeded_faults.py::test_the_fault_rings"
SEEDED = {
    # Each is a test of the product that seeds the fault; here it runs for its bell.
    **{name: f"{_PAYMENTS}[{name}]" for name in MONEY},
    "template.unusable": "tests/integration/notifications/test_own_templates.py"
    "::test_a_version_that_fails_in_sending_is_replaced_by_the_built_in_and_shown",
    "hook.circuit_open": "tests/integration/orders/hooks/test_no_answer.py"
    "::test_after_some_failures_it_is_left_alone_by_all_processes_and_then_tried_once",
    "finding.opened": "tests/integration/reports/ahead/test_findings.py::test_stock_that_is_not_what_its_movements_say",
    "owed.differs": "tests/integration/loyalty/test_owed.py::test_a_planted_difference_rings_the_alarm_and_mends_nothing[points]",
}


class Seeded(Exception):
    """Everything outside is broken."""


def _broken(_of: Outside, _call: Call) -> Any:
    raise Seeded


def errors(world: World, heard: Heard, *, every: bool) -> tuple[dict[str, list[str]], list[str]]:
    """By domain the functions whose failure counts; what is wrong. One of each domain is enough for its alarm."""
    counted: dict[str, list[str]] = {domain: [] for domain in domains()}
    for row in FUNCTIONS:
        if every or not counted[row.domain]:
            with _as_function(row):
                heard.lines.clear()
                world.edge.around = _broken
                try:
                    _run(world, row)
                except Exception:  # Lambda's own metric counts it besides
                    pass
                finally:
                    world.edge.around = None
                if (NAMESPACE, "errors", "domain", row.domain) in heard.bells():
                    counted[row.domain].append(row.name)
    world.table.messages.clear()
    return counted, [f"{domain}-errors: nothing that fails there counts" for domain, names in counted.items() if not names]


def dead_letters(world: World) -> tuple[int, list[str]]:
    """An event of each kind that a queue is told of, when everything outside is broken: it is tried so often, and then it lies there."""
    told = {one.type: one for one in events()}
    wrong, tried = list[str](), 0
    for row in FUNCTIONS:
        if isinstance(row.trigger, Queue) and (kind := next((one for one in fed().get(row.trigger.name, ()) if one in told), "")):
            world.table.dead_letters.clear()
            body = json.dumps({"detail-type": kind, "source": "shop", "detail": asdict(told[kind])})
            world.table.messages[row.trigger.name].append(Message(record_of(body), clock.now()))
            before = world.table.ran[row.name]
            world.edge.around = lambda of, call, name=row.name: _broken(of, call) if of.function == name else call()
            world.rest()
            world.edge.around = None
            runs, letters = world.table.ran[row.name] - before, [queue for queue, _ in world.table.dead_letters]
            tried += bool(letters)
            if runs > 1 and (runs, letters) != (MAX_RECEIVES, [row.trigger.name]):
                wrong.append(f"{row.trigger.name}-dlq: {runs} tries, {letters}")
    world.table.dead_letters.clear()
    return tried, wrong


def named(names: list[str]) -> set[Bell]:
    """What rang while the tests that seed these faults ran. Raises AssertionError if one of them is not there any more."""
    with TemporaryDirectory() as folder:
        notes = Path(folder) / "bells.json"
        asked = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "proofs.monitoring.bells", *(SEEDED[name] for name in names)]
        own = {name: value for name, value in os.environ.items() if name != "POWERTOOLS_LOG_LEVEL"}
        ran = subprocess.run(asked, cwd=ROOT, env=own | {NOTES: str(notes)}, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-500:]
        return {tuple(one) for one in json.loads(notes.read_text())}


def _run(world: World, row: Function) -> None:
    if isinstance(row.trigger, Http):
        method, path = next(one for one, name in function_of().items() if name == row.name)
        world.staff().call(method, path.replace("{", "").replace("}", ""), {} if method != "GET" else None)
    elif isinstance(row.trigger, Schedule):
        Table.run(world.table, row.name, lambda: handler(row)({}, None))
    else:
        Table.run(world.table, row.name, lambda: handler(row)({"Records": [_record(row)]}, None))


def _record(row: Function) -> dict[str, Any]:
    if isinstance(row.trigger, Queue):
        told = events()[-1]
        return record_of(json.dumps({"detail-type": told.type, "source": "shop", "detail": asdict(told)}))
    image = {"pk": {"S": "x"}, "sk": {"S": "EVT#x"}, "kind": {"S": "event"}, "body": {"S": "{"}}
    changed = {"Keys": {"pk": {"S": "x"}, "sk": {"S": "x"}}, "SequenceNumber": "1", "NewImage": image, "OldImage": image}
    return {"eventID": "1", "eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": changed}


@contextmanager
def _as_function(row: Function) -> Iterator[None]:
    """With the environment that the template gives it."""
    told = {"SERVICE_DOMAIN": row.domain, "POWERTOOLS_METRICS_NAMESPACE": NAMESPACE}
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        settings.cache_clear()
