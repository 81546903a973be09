"""How a domain's queue consumer works on its jobs: one call does as much as a few seconds allow, saves, and has itself called again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from functions.platform.jobs.jobs import Superseded, fail, find_job, release, take
from functions.platform.model.job import Job
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.events.events import data_of, from_queue
from functions.shared.outside.observability import logger

SECONDS = 4.0
"""Of work per call: well below the time after which the queue delivers again (8 s on the local stage)."""
LAST_DELIVERY = 5

TimeIsUp = Callable[[], bool]
Runner = Callable[[Job, TimeIsUp], None]


class JobFailed(Exception):
    """The job cannot be done, however often it is tried."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def work_on_jobs(event: Mapping[str, Any], runners: Mapping[str, Runner], *, consumer: str, seconds: float = SECONDS) -> dict[str, Any]:
    """Work on every queued job whose kind has a runner. A runner saves as it goes (jobs.save, hand_on, succeed) or raises JobFailed."""

    def handle(record: SqsRecord) -> None:
        queued = data_of(from_queue(record), JobQueued)
        if runner := runners.get(queued.kind):
            _work(queued, runner, last=_deliveries(record) >= LAST_DELIVERY, seconds=seconds)

    return each_record(event, handle, consumer=consumer)


def _work(queued: JobQueued, runner: Runner, *, last: bool, seconds: float) -> None:
    end = time.monotonic() + seconds
    with suppress(Superseded):
        job = take(queued.job_id, queued.step)
        if job is None:
            return
        try:
            runner(job, lambda: time.monotonic() >= end)
        except JobFailed as failed:
            fail(find_job(job.id), failed.code, failed.detail)
            logger().warning("job failed", extra={"job_id": job.id, "kind": job.kind, "code": failed.code})
        except Superseded:
            raise
        except Exception:  # nothing is swallowed: whoever waits for the job is told, then the queue hears what it was
            _give_up(job, last=last)
            raise


def _give_up(job: Job, *, last: bool) -> None:
    with suppress(Superseded):
        if last:
            # The queue has tried it as often as it does: whoever waits for the job must see that it will not go on by itself.
            fail(find_job(job.id), "worker_failed", "The job stopped unexpectedly; it can be retried and goes on where it stopped.")
        else:
            release(job)


def _deliveries(record: SqsRecord) -> int:
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
