"""The face of the platform: background jobs, for the domains that have some, and custom fields as staff declared them."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.platform.fields.field_definitions import checked_fields, declared, filtered_by
    from functions.platform.jobs.job_rows import each_result, keep_rows, row_put, row_results
    from functions.platform.jobs.job_views import JobView
    from functions.platform.jobs.job_worker import JobFailed, Runner, TimeIsUp, work_on_jobs
    from functions.platform.jobs.jobs import Superseded, begin_writes, changed, find_job, hand_on, new_job, save, started, succeed
    from functions.platform.model.job import Job, JobError, Progress, ResultFile, RowError, RowResult, RowStatus, State, counted
    from functions.platform.store.job_lists import job_places
    from functions.platform.store.records import PlatformTable
else:
    __getattr__ = lazily(
        __name__,
        {
            "fields.field_definitions": "checked_fields declared filtered_by",
            "jobs.job_rows": "each_result keep_rows row_put row_results",
            "jobs.job_views": "JobView",
            "jobs.job_worker": "JobFailed Runner TimeIsUp work_on_jobs",
            "jobs.jobs": "Superseded begin_writes changed find_job hand_on new_job save started succeed",
            "model.job": "Job JobError Progress ResultFile RowError RowResult RowStatus State counted",
            "store.job_lists": "job_places",
            "store.records": "PlatformTable",
        },
    )

__all__ = [
    "Job",
    "JobError",
    "JobFailed",
    "JobView",
    "PlatformTable",
    "Progress",
    "ResultFile",
    "RowError",
    "RowResult",
    "RowStatus",
    "Runner",
    "State",
    "Superseded",
    "TimeIsUp",
    "begin_writes",
    "changed",
    "checked_fields",
    "counted",
    "declared",
    "each_result",
    "filtered_by",
    "find_job",
    "hand_on",
    "job_places",
    "keep_rows",
    "new_job",
    "row_put",
    "row_results",
    "save",
    "started",
    "succeed",
    "work_on_jobs",
]
