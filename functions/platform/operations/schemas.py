"""Schedules, queues, letters, dependencies and the build, as staff see them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar, Literal

from pydantic import Field

from functions.platform.model.version import VERSION
from functions.platform.operations.letters import Letter
from functions.platform.operations.queues import QueueState
from functions.platform.operations.redrive import MOST, Redriven
from functions.platform.operations.schedules import Asked, ScheduleState
from functions.platform.service.health import Checked
from functions.shared.events.runs import LastRun
from functions.shared.http.validation import Schema
from functions.shared.plain import times

Outcome = Literal["succeeded", "failed"]


class RunView(Schema):
    """`outcome` and `result` (counts of what it did) as the function told them at its end. `asked`: the request of staff that started it;
    null where the clock did. `error`: the kind of what went wrong; the log lines with `correlation_id` say more."""

    began_at: str
    took_ms: int
    outcome: Outcome
    result: Any = Field(examples=[{"sent": 3}])
    error: str | None = Field(examples=["SomeFailed"])
    correlation_id: str
    asked: str | None

    @classmethod
    def of(cls, run: LastRun) -> RunView:
        return cls(
            began_at=run.began_at, took_ms=run.took_ms, outcome="succeeded" if run.ok else "failed", result=run.result,
            error=run.error or None, correlation_id=run.correlation_id, asked=run.asked or None,
        )  # fmt: skip


class AskedView(Schema):
    """`run`: how it went; null until it is over. A later run by the clock does not take its place."""

    id: str = Field(examples=["run_01JD8Z6YV5T3W9N4K7Q2B1XHFA"])
    at: str
    by: str = Field(examples=["cus_01JD8Z6YV5T3W9N4K7Q2B1XHFA"])
    run: RunView | None = None

    @classmethod
    def of(cls, asked: Asked) -> AskedView:
        return cls(id=asked.id, at=asked.at, by=asked.by, run=RunView.of(asked.run) if asked.run else None)


class ScheduleView(Schema):
    """`late`: runs are missing. Either they do not begin, or they end without a word (time-out, memory). `next_run`: null for one that runs
    at a rate and has not run yet. `asked`: the run that somebody asked for last, with how it went."""

    name: str = Field(examples=["timers-sweep"])
    expression: str = Field(examples=["rate(1 minute)"])
    last_run: RunView | None
    succeeded_at: str | None
    next_run: str | None
    late: bool
    asked: AskedView | None

    @classmethod
    def of(cls, one: ScheduleState) -> ScheduleView:
        return cls(
            name=one.name, expression=one.expression, last_run=RunView.of(one.last) if one.last else None, succeeded_at=one.succeeded_at,
            next_run=times.iso(one.next_at) if one.next_at else None, late=one.late, asked=AskedView.of(one.asked) if one.asked else None,
        )  # fmt: skip


class ScheduleList(Schema):
    data: list[ScheduleView]
    next_cursor: str | None = None


class QueueView(Schema):
    """Counts are SQS's estimates. `waiting`, `worked_on` and `delayed` are null where there is no consumer, only what was not delivered.
    Ages in seconds are told by CloudWatch, minutes late; null where nothing is there or nothing is told (the local stage has none)."""

    name: str = Field(examples=["notifications"])
    waiting: int | None
    worked_on: int | None
    delayed: int | None
    oldest_seconds: int | None
    dead_letters: int
    oldest_letter_seconds: int | None

    @classmethod
    def of(cls, one: QueueState) -> QueueView:
        return cls(**asdict(one))


class QueueList(Schema):
    data: list[QueueView]
    next_cursor: str | None = None


class LettersQuery(Schema):
    limit: int = Field(default=20, ge=1, le=100)


class LetterView(Schema):
    """`content`: what the message says, masked: ids and amounts stay. `reason`: null where a consumer failed; then the log lines of its
    function with this `message_id` (the letter's id) say why."""

    id: str
    sent_at: str | None
    event: dict[str, str] = Field(examples=[{"type": "order.paid", "subject": "ord_01JD8Z6YV5T3W9N4K7Q2B1XHFA"}])
    content: dict[str, Any]
    reason: str | None

    @classmethod
    def of(cls, one: Letter) -> LetterView:
        return cls(id=one.id, sent_at=one.sent_at, event=one.event, content=one.content, reason=one.reason)


class LettersView(Schema):
    """`total`: how many lie there, about."""

    letters: list[LetterView]
    total: int


class RedriveIn(Schema):
    """Without `letter_id` as many as `limit`."""

    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    letter_id: str | None = Field(default=None, min_length=1, max_length=100)
    limit: int = Field(default=100, ge=1, le=MOST)


class RedriveView(Schema):
    moved: int
    left: int

    @classmethod
    def of(cls, done: Redriven) -> RedriveView:
        return cls(moved=done.moved, left=done.left)


class DependencyView(Schema):
    name: str = Field(examples=["tables"])
    outcome: Literal["ok", "failed", "timeout"]
    took_ms: int | None


class DependenciesView(Schema):
    """`status`: as `GET /v1/health` has it, over all of these."""

    status: Literal["ok", "degraded", "failed"]
    dependencies: list[DependencyView]

    @classmethod
    def of(cls, status: str, checks: dict[str, Checked]) -> DependenciesView:
        rows = [{"name": name, **asdict(one)} for name, one in sorted(checks.items())]
        return cls.model_validate({"status": status, "dependencies": rows})


class BuildView(Schema):
    """`commit`: the last one that changed the functions; with `+` where files differed from it; null where it is not known."""

    version: str = Field(examples=[VERSION])
    commit: str | None = Field(examples=["9fdfed33915b04e4f92939a35c64b4564402d5c6"])
    python: str = Field(examples=["3.13.1"])
    dependencies: dict[str, str] = Field(examples=[{"pydantic": "2.12.4"}])
