"""What runs by the clock notes how its last run went: one small item per schedule, one write per run (docs/adr/0090-operations.md).

A run that ends in the middle (time-out, memory) cannot note anything: who reads sees a last run that is too old.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.shared.events.batches import SomeFailed
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import broken, correlated, correlation_id, measured
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings, table_name
from functions.shared.store.records import Record
from functions.shared.store.transactions import Update, transact

SK = "RUN"
MANUAL = "manual"
"""The source of a run that staff asked for; what the clock starts comes from EventBridge."""
_LONGEST_RESULT = 1_000
Door = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class LastRun:
    """`result`: what the function answered, counts of what it did; `error`: the kind of what it raised, never its text, which may hold
    what belongs to somebody. `asked`: the id of the request of staff, or empty where the clock started it."""

    began_at: str
    took_ms: int
    ok: bool
    result: Any = None
    error: str = ""
    correlation_id: str = ""
    asked: str = ""


class RunRecord(Record):
    """pk `RUN#<schedule>`, sk `RUN`; `body` is the last run. `succeeded_at`: when one last began that went well. The rest: what staff asked
    for last (`functions/platform/operations`) and, once it is over, how that went: the clock's next run does not take its place."""

    class Meta:
        table_name = table_name("platform")

    succeeded_at = UnicodeAttribute(null=True)
    asked = UnicodeAttribute(null=True)
    asked_at = UnicodeAttribute(null=True)
    asked_by = UnicodeAttribute(null=True)
    asked_run = UnicodeAttribute(null=True)


def run_pk(schedule: str) -> str:
    return f"RUN#{schedule}"


def by_the_clock(door: Door) -> Door:
    """For what a schedule starts: everything below has a correlation id of its own, one line tells of the run, one item how it went."""

    @wraps(door)
    def running(event: Any, context: Any) -> Any:
        told = event if isinstance(event, dict) else {}
        with correlated(str(told.get("id") or fresh.new_id("run"))):
            return _run(door, event, context, str(told.get("id", "")) if told.get("source") == MANUAL else "")

    return running


def _run(door: Door, event: Any, context: Any, asked: str) -> Any:
    began, started = times.iso(clock.now()), time.perf_counter()

    def ended(ok: bool, result: Any = None, error: str = "") -> None:
        # What failed of a run was counted item by item where it failed.
        measured("run", started, failed=not ok and error != SomeFailed.__name__, schedule=settings().service)
        took = int((time.perf_counter() - started) * 1000)
        _note(LastRun(began, took, ok, result, error, correlation_id(), asked))

    try:
        result = door(event, context)
    except Exception as error:
        ended(False, error=type(error).__name__)
        raise
    ended(True, _short(result))
    return result


def _short(result: Any) -> Any:
    """As JSON has it; nothing of what is longer than a note may be."""
    text = json.dumps(result, default=str)
    return json.loads(text) if len(text) <= _LONGEST_RESULT else None


def _note(run: LastRun) -> None:
    """The work is done whether or not this can be written."""
    if not settings().service:
        return
    noted = [RunRecord.kind.set("run"), RunRecord.body.set(dump(run))]
    if run.asked:
        noted.append(RunRecord.asked_run.set(dump(run)))
    if run.ok:
        noted.append(RunRecord.succeeded_at.set(run.began_at))
    try:
        transact([Update(RunRecord, run_pk(settings().service), SK, noted)])
    except Exception:  # noqa: BLE001 — a schedule must not fail for its note
        broken("run not noted", schedule=settings().service)
