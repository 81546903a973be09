"""A background job as plain data: what it is, how far it is, and which moves it may make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.shared.events.envelope import Actor
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

STALLED_AFTER = timedelta(minutes=15)
"""A job that was to go on and has not moved for so long has lost its message: it may be retried."""


LEASE = timedelta(seconds=20)
"""So long a worker has a job to itself; every save renews it. A worker that dies leaves it to the next delivery after that."""


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


TRANSITIONS = {
    State.QUEUED: {State.RUNNING, State.FAILED, State.CANCELLED},
    State.RUNNING: {State.QUEUED, State.SUCCEEDED, State.FAILED, State.CANCELLED},
    State.FAILED: {State.QUEUED},
    State.CANCELLED: {State.QUEUED},
}


class RowStatus(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """Counted in rows of the file (or items of the list) the job works on; `total` is None until it is known."""

    total: int | None = None
    done: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0


@dataclass(frozen=True)
class JobError:
    code: str
    detail: str


@dataclass(frozen=True)
class ResultFile:
    """An object in the data bucket and the name it should be saved under."""

    key: str
    filename: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Job:
    """`kind` is `<domain>.<what>`; `spec` is what was asked for, `checkpoint` where the work goes on; both belong to the domain.

    `stage` says in a word what is going on within the state (awaiting_upload, reading, applying …). `step` counts the calls of the
    worker, `attempts` how often the job was started, `version` every write. `leased_until` is set while a worker has the
    job; `lease` is the version with which they took it.
    """

    id: str
    kind: str
    actor: Actor
    created_at: str
    updated_at: str
    state: State = State.QUEUED
    stage: str = ""
    spec: dict[str, str] = field(default_factory=dict)
    checkpoint: dict[str, int] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)
    attempts: int = 0
    step: int = 0
    version: int = 1
    started_at: str | None = None
    finished_at: str | None = None
    error: JobError | None = None
    result: ResultFile | None = None
    leased_until: str | None = None
    lease: int = 0


@dataclass(frozen=True)
class RowError:
    """`field` is a column or a JSON pointer, empty when the whole row is meant."""

    line: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class RowResult:
    """What became of some rows of a file that make one thing together (a product and its variants, say).

    `errors` of created or updated rows are remarks: the rest of the row was done.
    """

    lines: tuple[int, ...]
    status: RowStatus
    id: str | None = None
    errors: tuple[RowError, ...] = ()


def counted(progress: Progress, results: Iterable[RowResult]) -> Progress:
    """The progress after `results`, each of which counts all its rows."""
    counts = {item.name: getattr(progress, item.name) for item in fields(Progress)}
    for result in results:
        counts[result.status.value] += len(result.lines)
        counts["done"] += len(result.lines)
    return replace(progress, **counts)


def has_stalled(job: Job, now: datetime) -> bool:
    return job.state in (State.QUEUED, State.RUNNING) and job.attempts > 0 and times.parse(job.updated_at) + STALLED_AFTER < now


def is_leased(job: Job, now: datetime) -> bool:
    """A lease longer than one can be was given before the clock was set back: it binds nobody."""
    return job.leased_until is not None and now < times.parse(job.leased_until) <= now + LEASE
