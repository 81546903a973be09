"""The commission of some months as a file, made by a job: a month is a part, and the parts are one file in the end. A month that is over is
as it was, but for its payouts."""

from __future__ import annotations

from collections.abc import Iterator

from functions.marketing.model.commission import months_from
from functions.marketing.shares.month_file import HEAD, month_rows
from functions.platform import Job, JobFailed, Progress, ResultFile, TimeIsUp, begin_writes, hand_on, new_job, save, succeed
from functions.shared.events.envelope import Actor
from functions.shared.outside.objects import get_object, put_object, put_stream
from functions.shared.plain.errors import Invalid
from functions.shared.plain.files.csv_rows import CSV_TYPE, csv_of
from functions.shared.store.transactions import Remember, transact

KIND = "marketing.commission"
MOST_MONTHS = 36


def start_file(first: str, last: str, *, actor: Actor, remember: Remember[Job]) -> Job:
    """The job, already queued; its `result` will be the file. Raises Invalid (422 `reversed_range`, `too_long`)."""
    if last < first:
        raise Invalid.field("/last", "reversed_range", "The last month lies before the first.")
    if len(months_from(first, last)) > MOST_MONTHS:
        raise Invalid.field("/last", "too_long", f"At most {MOST_MONTHS} months.")
    job = new_job(KIND, {"first": first, "last": last}, actor=actor, start=True, stage="reading")
    transact([*begin_writes(job), *remember(job)])
    return job


def run_file(job: Job, time_is_up: TimeIsUp) -> None:
    """Until the file is written or the time is up. A worker that died goes on with the month that was missing."""
    months = months_from(job.spec["first"], job.spec["last"])
    while (part := job.checkpoint.get("part", 0)) < len(months):
        if time_is_up():
            hand_on(job)
            return
        rows = month_rows(months[part])
        put_object(_key(job, f"parts/{part:04d}"), csv_of(rows).encode(), CSV_TYPE)
        job = save(job, checkpoint={"part": part + 1}, progress=Progress(done=job.progress.done + len(rows)))
    key = _key(job, "commission.csv")
    size = put_stream(key, _whole(job, len(months)), CSV_TYPE)
    named = f"commission-{job.spec['first']}-{job.spec['last']}.csv"
    succeed(job, progress=job.progress, result=ResultFile(key, named, CSV_TYPE, size))


def _whole(job: Job, parts: int) -> Iterator[bytes]:
    yield csv_of([HEAD]).encode()
    for number in range(parts):
        found = get_object(_key(job, f"parts/{number:04d}"))
        if found is None:
            raise JobFailed("file_missing", "A part of the file is gone; start it again.")
        yield found


def _key(job: Job, name: str) -> str:
    return f"jobs/{job.id}/{name}"
