"""What staff does with jobs: look, cancel, retry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.platform.jobs.jobs import changed, find_job, started
from functions.platform.jobs.kinds import require_making
from functions.platform.model.job import TRANSITIONS, Job, State, has_stalled
from functions.platform.store.job_records import JOBS_INDEX, JobRecord, jobs_in, jobs_of
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict
from functions.shared.plain.pages import Page
from functions.shared.plain.state import advance
from functions.shared.store.again import again
from functions.shared.store.listing import query_page
from functions.shared.store.shards import is_migrated, listed_page
from functions.shared.store.transactions import Remember, transact

_FILTERED_PAGE = 100


def list_jobs(*, state: State | None, kind: str | None, limit: int, cursor: str | None) -> Page[Job]:
    """Newest first. Of a state or a kind, a Query per shard and state and a BatchGetItem; before the table is migrated all are read."""
    if (state or kind) and is_migrated(JobRecord):
        return _listed(state, kind, limit=limit, cursor=cursor)
    condition = None
    if state is not None:
        condition = JobRecord.state == state.value
    if kind is not None:
        of_kind = JobRecord.job_kind == kind
        condition = of_kind if condition is None else condition & of_kind
    page = query_page(
        JobRecord,
        JOBS_INDEX,
        index="gsi1",
        query={"list": "jobs", "state": state, "kind": kind},
        limit=limit,
        cursor=cursor,
        filter_condition=condition,
        newest_first=True,
        page_size=_FILTERED_PAGE if condition is not None else None,
    )
    return Page([load(Job, record.body) for record in page.data], page.next_cursor)


def _listed(state: State | None, kind: str | None, *, limit: int, cursor: str | None) -> Page[Job]:
    query = {"list": "jobs by state", "state": state, "kind": kind}
    states = [one.value for one in ([state] if state else State)]
    page = listed_page(
        JobRecord,
        *(jobs_of(kind, one) if kind else jobs_in(one) for one in states),
        index="due" if kind else "listed",
        query=query,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    jobs = [load(Job, record.body) for record in page.data]
    # The index may lag: the item says where it is.
    fitting = [job for job in jobs if state in (None, job.state) and kind in (None, job.kind)]
    return Page(fitting, page.next_cursor)


def cancel_job(job_id: str, caller: Caller, remember: Remember[Job]) -> Job:
    """The job stops before its next save; what it has done stays done. Raises NotFound, Forbidden, IllegalTransition (409)."""

    def attempt(job: Job) -> Job:
        advance(TRANSITIONS, job.state, State.CANCELLED)
        after, writes = changed(job, state=State.CANCELLED, finished_at=times.iso(clock.now()))
        transact([*writes, *remember(after)])
        return after

    return _changed(job_id, caller, attempt)


def retry_job(job_id: str, caller: Caller, remember: Remember[Job]) -> Job:
    """The job goes on where it stopped. Raises NotFound, Forbidden, IllegalTransition (409), Conflict (409 `not_started`) for
    one never started."""

    def attempt(job: Job) -> Job:
        if job.attempts == 0:
            raise Conflict("This job waits for its file; start it instead.", code="not_started")
        stalled = has_stalled(job, clock.now())
        if job.state is State.QUEUED and not stalled:
            advance(TRANSITIONS, State.QUEUED, State.QUEUED)
        after, writes = started(replace(job, state=State.FAILED) if stalled else job)
        transact([*writes, *remember(after)])
        return after

    return _changed(job_id, caller, attempt)


def _changed(job_id: str, caller: Caller, attempt: Callable[[Job], Job]) -> Job:
    require_making(caller, find_job(job_id))
    return again(lambda: attempt(find_job(job_id)))
