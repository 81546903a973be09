"""Background jobs, for every domain: begin one, work on it step by step, end it.

A job goes on because an event says so (`job.queued`), and that event is written in the transaction that saves how far the job is.
So a job is never started twice, and one that dies goes on from its last checkpoint when the queue delivers the event again. Two
workers on one step cannot both save: every save names the version it read. Nor do both work: who takes a job has a lease on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.platform.model.job import LEASE, TRANSITIONS, Job, JobError, Progress, ResultFile, State, is_leased
from functions.platform.store.job_lists import job_places
from functions.platform.store.job_records import JOB_SK, JOBS_INDEX, JobRecord, job_pk
from functions.platform.store.records import PlatformTable
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.state import advance
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, Write, put_new, transact
from functions.shared.store.versions import at_version


class Superseded(Overtaken):
    """The job was changed (cancelled, or done by another worker) since it was read: leave it alone."""


class Leased(Exception):
    """Another worker has the job at this moment: the queue must deliver again later, in case that one dies."""


def new_job(kind: str, spec: dict[str, str], *, actor: Actor, start: bool, stage: str = "") -> Job:
    """A job that is taken up as soon as it is written (`begin_writes`), or, without `start`, waits for `started`."""
    now = times.iso(clock.now())
    begun = int(start)
    return Job(fresh.new_id("job"), kind, actor, created_at=now, updated_at=now, stage=stage, spec=spec, attempts=begun, step=begun)


def begin_writes(job: Job) -> list[Write]:
    record = JobRecord(pk=job_pk(job.id), sk=JOB_SK, kind="job", body=dump(job), gsi1pk=JOBS_INDEX, gsi1sk=job.id)
    record.state, record.job_kind = job.state.value, job.kind
    for name, value in job_places(job.id, job.kind, job.state.value).items():
        setattr(record, name, value)
    return [put_new(record), *(_wake(job) if job.attempts else [])]


def started(job: Job, **changes: Any) -> tuple[Job, list[Write]]:
    """The job and the writes that have it taken up, from its last checkpoint. Raises IllegalTransition when it runs or is done."""
    state = job.state if job.state is State.QUEUED else advance(TRANSITIONS, job.state, State.QUEUED)
    made: dict[str, Any] = {"state": state, "attempts": job.attempts + 1, "step": job.step + 1}
    made |= {"error": None, "finished_at": None, "leased_until": None}
    after, writes = changed(job, **(made | changes))
    return after, writes + _wake(after)


def changed(job: Job, **changes: Any) -> tuple[Job, list[Write]]:
    """The job with `changes` and the write that keeps them; its transaction raises Superseded when the job moved meanwhile."""
    after = replace(job, **changes, version=job.version + 1, updated_at=_now())
    actions = [JobRecord.body.set(dump(after)), JobRecord.version.set(after.version), JobRecord.state.set(after.state.value)]
    places = job_places(job.id, job.kind, after.state.value)
    actions += [getattr(JobRecord, name).set(value) for name, value in places.items()]
    return after, [Update(JobRecord, job_pk(job.id), JOB_SK, actions, at_version(JobRecord, job.version), Superseded())]


def find_job(job_id: str, kind: str | None = None) -> Job:
    """Raises NotFound, also for a job of another kind than the one that is looked for."""
    record = find(JobRecord, job_pk(job_id), JOB_SK) if ids.is_id("job", job_id) else None
    job = load(Job, record.body) if record is not None else None
    if job is None or (kind is not None and job.kind != kind):
        raise NotFound("There is no such job.")
    return job


def take(job_id: str, step: int) -> Job | None:
    """The job to work on, now running and leased; None when this call is not meant any more. Raises Leased."""
    job = find_job(job_id)
    if job.step != step or job.state not in (State.QUEUED, State.RUNNING):
        return None
    if is_leased(job, clock.now()):
        raise Leased
    return save(job, state=State.RUNNING, started_at=job.started_at or _now(), lease=job.version + 1)


def save(job: Job, writes: Sequence[Write] = (), **changes: Any) -> Job:
    """Keep `changes` of a job (its checkpoint, progress, stage) together with `writes`. Renews the lease. Raises Superseded."""
    changes.setdefault("leased_until", times.iso(clock.now() + LEASE))
    after, update = changed(job, **changes)
    transact([*update, *writes])
    return after


def release(taken: Job) -> None:
    """Whoever has taken the job gives up; the next delivery need not wait for the end of the lease. Raises Superseded."""
    job = find_job(taken.id)
    if job.lease == taken.lease and job.leased_until is not None:
        save(job, leased_until=None)


def hand_on(job: Job, **changes: Any) -> Job:
    """Keep `changes` and have the next call of the worker go on from there. Raises Superseded."""
    after, update = changed(job, step=job.step + 1, leased_until=None, **changes)
    transact([*update, *_wake(after)])
    return after


def succeed(job: Job, *, progress: Progress, result: ResultFile | None = None, writes: Sequence[Write] = ()) -> Job:
    ended: dict[str, Any] = {"state": State.SUCCEEDED, "stage": "", "error": None, "finished_at": _now(), "leased_until": None}
    return save(job, writes, progress=progress, result=result, **ended)


def fail(job: Job, code: str, detail: str) -> Job:
    return save(job, state=State.FAILED, error=JobError(code, detail), finished_at=_now(), leased_until=None)


def _wake(job: Job) -> list[Write]:
    payload = JobQueued(job.id, job.kind, job.step)
    return [event_put(PlatformTable, job_pk(job.id), payload, subject=job.id, actor=job.actor, cause=str(job.step))]


def _now() -> str:
    return times.iso(clock.now())
