"""What runs by the clock: how its last run went, when the next one is, and a run now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.platform.model.schedule import is_late, next_run
from functions.platform.operations.presses import AT_ONCE, Press, press
from functions.platform.operations.told import physical, schedules
from functions.shared.events.envelope import Actor
from functions.shared.events.runs import MANUAL, SK, LastRun, RunRecord, run_pk
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import logger
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound, Unavailable
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Remember, Update, transact


class RunPending(Conflict):
    code, title = "run_pending", "It was asked for already"


@dataclass(frozen=True)
class Asked:
    """A run that somebody asked for last. `run`: how it went; None until it is over."""

    id: str
    at: str
    by: str
    run: LastRun | None = None


@dataclass(frozen=True)
class ScheduleState:
    """`late`: runs are missing, because they end without a word (time-out, memory) or do not begin."""

    name: str
    expression: str
    last: LastRun | None
    succeeded_at: str | None
    next_at: datetime | None
    late: bool
    asked: Asked | None


def states() -> list[ScheduleState]:
    """All, by name: one BatchGetItem."""
    told = schedules()
    found = find_many({RunRecord: [(run_pk(name), SK) for name in told]})
    records = {record.pk: record for record in found.values()}
    return [_state(name, expression, records.get(run_pk(name))) for name, expression in sorted(told.items())]


def run_now(name: str, actor: Actor, key: str | None, remember: Remember[Asked]) -> Asked:
    """Has the function of the schedule started: once for a `key` of the caller, and not while a run that was asked for has not ended.

    Raises NotFound; RunPending (409); Unavailable (503) where the call with this key died in between, for a minute: then the repeated call
    starts it, perhaps again. What runs by the clock bears that.
    """
    if name not in schedules():
        raise NotFound("There is no such schedule.")
    asked, pressed = again(lambda: _claim(name, actor, key))
    _start(name, asked)
    transact([*pressed.close(), *remember(asked)])
    return asked


def _start(name: str, asked: Asked) -> None:
    told = {"source": MANUAL, "detail-type": "Scheduled Event", "time": asked.at, "resources": [], "detail": {}}
    event = json.dumps({"version": "0", "id": asked.id, **told}).encode()
    try:
        aws.client("lambda").invoke(FunctionName=physical(name), InvocationType="Event", Payload=event)
    except (ClientError, BotoCoreError) as error:
        logger().exception("schedule not started", extra={"schedule": name})
        raise Unavailable("The function cannot be started at this moment.", code="not_started") from error


def _claim(name: str, actor: Actor, key: str | None) -> tuple[Asked, Press]:
    pressed = press(run_pk(name), actor, key)
    before = find(RunRecord, run_pk(name), SK)
    if not pressed.again:
        _must_be_over(before)
    asked = Asked(pressed.id, pressed.at, actor.id or actor.kind)
    as_read = RunRecord.asked_at.does_not_exist() if before is None or before.asked_at is None else RunRecord.asked_at == before.asked_at
    sets = [RunRecord.kind.set("run"), RunRecord.asked.set(asked.id), RunRecord.asked_at.set(asked.at), RunRecord.asked_by.set(asked.by)]
    transact([*pressed.claim, Update(RunRecord, run_pk(name), SK, sets, as_read, Overtaken())])
    return asked, pressed


def _must_be_over(record: RunRecord | None) -> None:
    if record is None or record.asked is None or clock.now() - times.parse(record.asked_at) >= AT_ONCE:
        return
    if _asked_run(record) is None:
        raise RunPending("A run of this schedule was asked for within the last minute and has not ended.", asked_at=record.asked_at)


def _state(name: str, expression: str, record: Any) -> ScheduleState:
    now, last = clock.now(), _last(record)
    began = times.parse(last.began_at) if last else None
    asked = Asked(record.asked, record.asked_at, record.asked_by, _asked_run(record)) if record is not None and record.asked else None
    return ScheduleState(
        name, expression, last, record.succeeded_at if record is not None else None, next_run(expression, now, began),
        is_late(expression, now, began), asked,
    )  # fmt: skip


def _asked_run(record: RunRecord) -> LastRun | None:
    run = load(LastRun, record.asked_run) if record.asked_run else None
    return run if run is not None and run.asked == record.asked else None


def _last(record: Any) -> LastRun | None:
    return load(LastRun, record.body) if record is not None and record.body else None
