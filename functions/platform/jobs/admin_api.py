"""Background jobs as staff works with them."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.platform.jobs.job_rows import rows_page
from functions.platform.jobs.job_views import JobPage, JobsQuery, JobView, RowPage, RowsQuery, seen_by
from functions.platform.jobs.jobs import find_job
from functions.platform.jobs.kinds import require_making
from functions.platform.jobs.manage_jobs import cancel_job, list_jobs, retry_job
from functions.platform.model.job import Job
from functions.platform.store.records import PlatformTable
from functions.shared.auth.roles import STAFF
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

jobs_api = Api("jobs")

_MISSING = (404, "not_found")
_REFUSED = (409, "illegal_transition")


def _own(req: Request[Any, Any]) -> Job:
    """Raises NotFound."""
    job = find_job(req.path["id"])
    if job.actor != req.caller.actor:
        raise NotFound("There is no such job.")
    return job


def _reply(req: Request[Any, Any], job: Job, status: int = 200) -> Reply:
    return Reply(seen_by(req.caller, job), status, etag=str(job.version))


@jobs_api.operation(
    "GET", "/v1/admin/jobs", summary="Background jobs, newest first", permission="jobs.read", query=JobsQuery, response=JobPage
)
def get_jobs(req: Request[Any, JobsQuery]) -> JobPage:
    asked = req.query
    return JobPage.of(list_jobs(state=asked.state, kind=asked.kind, limit=asked.limit, cursor=asked.cursor), req.caller)


@jobs_api.operation("GET", "/v1/admin/jobs/{id}", summary="One job", permission="jobs.read", response=JobView, errors=[_MISSING])
def get_job(req: Request[Any, NoQuery]) -> Reply:
    return _reply(req, find_job(req.path["id"]))


@jobs_api.operation(
    "GET", "/v1/admin/jobs/{id}/mine", summary="A job that you started", permission=STAFF, response=JobView, errors=[_MISSING]
)
def get_own_job(req: Request[Any, NoQuery]) -> Reply:
    """How far it is, and its file, also for who does not see the jobs of others."""
    return _reply(req, _own(req))


@jobs_api.operation(
    "GET",
    "/v1/admin/jobs/{id}/mine/rows",
    summary="What became of every row of the file of a job that you started",
    permission=STAFF,
    query=RowsQuery,
    response=RowPage,
    errors=[_MISSING],
)
def get_own_rows(req: Request[Any, RowsQuery]) -> RowPage:
    job = _own(req)
    require_making(req.caller, job)
    return RowPage.of(rows_page(job.id, req.query.status, limit=req.query.limit, cursor=req.query.cursor))


@jobs_api.operation(
    "GET",
    "/v1/admin/jobs/{id}/rows",
    summary="What became of every row of the job's file",
    permission="jobs.read",
    query=RowsQuery,
    response=RowPage,
    errors=[_MISSING],
)
def get_rows(req: Request[Any, RowsQuery]) -> RowPage:
    job = find_job(req.path["id"])
    return RowPage.of(rows_page(job.id, req.query.status, limit=req.query.limit, cursor=req.query.cursor))


@jobs_api.operation(
    "POST",
    "/v1/admin/jobs/{id}/cancel",
    summary="Stop a job; what it has done stays done",
    permission="jobs.write",
    response=JobView,
    idempotent=PlatformTable,
    errors=[_MISSING, _REFUSED],
)
def post_cancel(req: Request[Any, NoQuery]) -> Reply:
    return _reply(req, cancel_job(req.path["id"], req.caller, req.remembering(partial(_reply, req))))


@jobs_api.operation(
    "POST",
    "/v1/admin/jobs/{id}/retry",
    summary="Go on with a failed, cancelled or stalled job where it stopped",
    permission="jobs.write",
    response=JobView,
    status=202,
    idempotent=PlatformTable,
    errors=[_MISSING, _REFUSED, (409, "not_started")],
)
def post_retry(req: Request[Any, NoQuery]) -> Reply:
    return _reply(req, retry_job(req.path["id"], req.caller, req.remembering(lambda job: _reply(req, job, 202))), 202)
