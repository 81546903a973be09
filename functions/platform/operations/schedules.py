"""What runs by the clock: how its last run went, when the next one is, and a run now."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.platform.model.schedule import is_late, next_run
from functions.platform.operations.told import physical, schedules
from functions.shared.events.envelope import Actor
from functions.shared.events.runs import MANUAL, SK, LastRun, RunRecord, run_pk
from functions.shared.outside import aws, clock, fresh
from functions.shared.outside.observability import logger
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound, Unavailable
from functions.shared.plain.settings import table_name
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Put, Remember, Update, transact

AT_ONCE = timedelta(minutes=1)
"""How long a run that was asked for stands in the way of another, unless it ended before."""
_KEEP = timedelta(days=2)
"""Longer than answers are kept under their keys."""


class AskRecord(Record):
    """pk `RUN#<schedule>`, sk `ASK#<id>`; `at`: when it was asked for; `started`: 1 once the function was."""

    class Meta:
        table_name = table_name("platform")

    at = UnicodeAttribute()
    started = NumberAttribute(null=True)


class RunPending(Conflict):
    code, title = "run_pending", "It was asked for already"


@dataclass(frozen=True)
class Asked:
    """A run that somebody asked for last."""

    id: str
    at: str
    by: str


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
    """Has the function of the schedule started: once for a `key` of the caller (24 hours), and not while a run that was asked for has not
    ended.

    Raises NotFound; RunPending (409); Unavailable (503) where the call with this key died in between, for a minute: then the repeated call
    starts it, perhaps again. What runs by the clock bears that.
    """
    if name not in schedules():
        raise NotFound("There is no such schedule.")
    asked = again(lambda: _claim(name, actor, key))
    _start(name, asked)
    transact([Update(AskRecord, run_pk(name), _ask_sk(asked.id), [AskRecord.started.set(1)]), *remember(asked)])
    return asked


def _start(name: str, asked: Asked) -> None:
    told = {"source": MANUAL, "detail-type": "Scheduled Event", "time": asked.at, "resources": [], "detail": {}}
    event = json.dumps({"version": "0", "id": asked.id, **told}).encode()
    try:
        aws.client("lambda").invoke(FunctionName=physical(name), InvocationType="Event", Payload=event)
    except (ClientError, BotoCoreError) as error:
        logger().exception("schedule not started", extra={"schedule": name})
        raise Unavailable("The function cannot be started at this moment.", code="not_started") from error


def _claim(name: str, actor: Actor, key: str | None) -> Asked:
    now = clock.now()
    asked = Asked(ids.derived_id("run", name, actor.id, key) if key else fresh.new_id("run"), times.iso(now), actor.id or actor.kind)
    before, same = find(RunRecord, run_pk(name), SK), find(AskRecord, run_pk(name), _ask_sk(asked.id)) if key else None
    if same is not None and same.started:
        raise RunPending("This call has started it.")
    if same is not None and now - times.parse(same.at) < AT_ONCE:
        raise Unavailable("This call is being answered.", code="contention")
    if same is None:
        _must_be_over(before)
    as_read = RunRecord.asked_at.does_not_exist() if before is None or before.asked_at is None else RunRecord.asked_at == before.asked_at
    sets = [RunRecord.kind.set("run"), RunRecord.asked.set(asked.id), RunRecord.asked_at.set(asked.at), RunRecord.asked_by.set(asked.by)]
    as_found = AskRecord.pk.does_not_exist() if same is None else AskRecord.at == same.at
    ask = AskRecord(pk=run_pk(name), sk=_ask_sk(asked.id), kind="run_asked", at=asked.at, ttl=int((now + _KEEP).timestamp()))
    transact([Put(ask, as_found, Overtaken()), Update(RunRecord, run_pk(name), SK, sets, as_read, Overtaken())])
    return asked


def _ask_sk(ask_id: str) -> str:
    return f"ASK#{ask_id}"


def _must_be_over(record: RunRecord | None) -> None:
    if record is None or record.asked is None or clock.now() - times.parse(record.asked_at) >= AT_ONCE:
        return
    last = _last(record)
    if last is None or last.asked != record.asked:
        raise RunPending("A run of this schedule was asked for within the last minute and has not ended.", asked_at=record.asked_at)


def _state(name: str, expression: str, record: Any) -> ScheduleState:
    now, last = clock.now(), _last(record)
    began = times.parse(last.began_at) if last else None
    asked = Asked(record.asked, record.asked_at, record.asked_by) if record is not None and record.asked else None
    return ScheduleState(
        name, expression, last, record.succeeded_at if record is not None else None, next_run(expression, now, began),
        is_late(expression, now, began), asked,
    )  # fmt: skip


def _last(record: Any) -> LastRun | None:
    return load(LastRun, record.body) if record is not None and record.body else None
