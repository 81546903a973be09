"""Background jobs: seen, worked on once, resumed, cancelled, retried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.platform import (
    Job,
    JobFailed,
    Progress,
    RowError,
    RowResult,
    RowStatus,
    State,
    Superseded,
    begin_writes,
    find_job,
    hand_on,
    keep_rows,
    new_job,
    save,
    succeed,
    work_on_jobs,
)
from functions.platform import app as platform
from functions.platform.jobs.jobs import Leased, release, take
from functions.platform.model.job import LEASE
from functions.platform.store.records import PlatformTable
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.store.transactions import transact
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

STAFF = Actor("staff", "cus_01JD0000000000000000000000")
Run = Callable[[Job, Callable[[], bool]], None]


@pytest.fixture
def shop() -> Client:
    return Client(platform.app, bearer("manager"))


def job(*, start: bool = True) -> Job:
    made = new_job("catalog.import", {"to": "3"}, actor=STAFF, start=start)
    transact(begin_writes(made))
    return made


def worker(run: Run) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    return lambda event, _: work_on_jobs(event, {"catalog.import": run}, consumer="test")


def count_one_per_call(job: Job, _: Callable[[], bool]) -> None:
    done = job.progress.done + 1
    progress = Progress(total=3, done=done, created=done)
    if done == 3:
        succeed(job, progress=progress)
    else:
        hand_on(job, progress=progress, checkpoint={"at": done})


def test_a_job_goes_on_by_itself_until_it_is_done(shop: Client) -> None:
    """X38"""
    made = job()
    assert run_jobs(worker(count_one_per_call)) == 3
    seen = shop.get(f"/v1/admin/jobs/{made.id}").json
    assert (seen["state"], seen["attempts"], seen["progress"]["done"]) == ("succeeded", 1, 3)
    assert seen["finished_at"] is not None
    assert seen["spec"] == {"to": "3"}


def test_an_event_that_is_delivered_again_changes_nothing() -> None:
    made = job()
    run_jobs(worker(count_one_per_call))
    before = find_job(made.id)
    again = sqs_of_events(events_in(PlatformTable, "job.queued"))
    assert worker(count_one_per_call)(again, None) == {"batchItemFailures": []}
    assert find_job(made.id) == before


def test_a_worker_that_dies_is_followed_by_one_that_goes_on_from_the_checkpoint() -> None:
    """X38"""
    made = job()
    calls: list[int] = []

    def dies_once(job: Job, _: Callable[[], bool]) -> None:
        calls.append(job.progress.done)
        job = save(job, progress=Progress(done=job.progress.done + 1))
        if len(calls) == 1:
            raise RuntimeError("killed")
        succeed(job, progress=job.progress)

    event = sqs_of_events(events_in(PlatformTable, "job.queued"))
    assert len(worker(dies_once)(event, None)["batchItemFailures"]) == 1
    assert worker(dies_once)(event, None)["batchItemFailures"] == []
    assert calls == [0, 1]
    assert (find_job(made.id).state, find_job(made.id).progress.done) == (State.SUCCEEDED, 2)


def test_a_second_delivery_does_nothing_while_the_first_works_and_comes_again_later() -> None:
    """F-C2"""
    made = job()
    event = sqs_of_events(events_in(PlatformTable, "job.queued"))
    calls: list[str] = []

    def slow(job: Job, _: Callable[[], bool]) -> None:
        calls.append("begins")
        before = find_job(job.id)
        assert len(worker(slow)(event, None)["batchItemFailures"]) == 1
        assert find_job(job.id) == before
        succeed(job, progress=Progress(done=1))

    assert worker(slow)(event, None)["batchItemFailures"] == []
    assert calls == ["begins"]
    assert (find_job(made.id).state, find_job(made.id).leased_until) == (State.SUCCEEDED, None)


class Killed(BaseException):
    """What ends a process: nobody catches it, nobody tidies up."""


def test_the_lease_of_a_dead_worker_runs_out_and_the_job_goes_on() -> None:
    """F-C2: and the dead one, should it wake up, can save nothing any more."""
    made = job()
    event = sqs_of_events(events_in(PlatformTable, "job.queued"))
    kept: list[Job] = []

    def killed(job: Job, _: Callable[[], bool]) -> None:
        kept.append(save(job, progress=Progress(done=1)))
        raise Killed

    with pytest.raises(Killed):
        worker(killed)(event, None)
    assert len(worker(count_one_per_call)(event, None)["batchItemFailures"]) == 1
    with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
        assert worker(count_one_per_call)(event, None)["batchItemFailures"] == []
        assert find_job(made.id).progress.done == 2
        with pytest.raises(Superseded):
            save(kept[0], progress=Progress(done=99))


def test_whoever_gives_up_late_does_not_end_the_lease_of_their_successor() -> None:
    """F-C2"""
    made = job()
    first = take(made.id, 1)
    assert first is not None
    with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
        second = take(made.id, 1)
        release(first)
        assert find_job(made.id) == second
        with pytest.raises(Leased):
            take(made.id, 1)


def test_a_lease_from_before_the_clock_was_set_back_binds_nobody() -> None:
    """F-C2"""
    made = job()
    with clock.frozen(clock.now() + timedelta(days=400)):
        take(made.id, 1)
    assert take(made.id, 1) is not None


def test_after_the_last_delivery_the_job_is_failed_and_can_be_retried(shop: Client) -> None:
    """X38"""
    made = job()

    def dies(_job: Job, _: Callable[[], bool]) -> None:
        raise RuntimeError("secret inside")

    event = sqs_of_events(events_in(PlatformTable, "job.queued"))
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = "5"
    worker(dies)(event, None)
    seen = shop.get(f"/v1/admin/jobs/{made.id}").json
    assert (seen["state"], seen["error"]["code"]) == ("failed", "worker_failed")
    assert "secret" not in str(seen)
    again = shop.post(f"/v1/admin/jobs/{made.id}/retry", idempotency_key="r1")
    assert (again.status, again.json["state"], again.json["attempts"]) == (202, "queued", 2)
    replay = shop.post(f"/v1/admin/jobs/{made.id}/retry", idempotency_key="r1")
    assert replay.headers["idempotent-replayed"] == "true"
    run_jobs(worker(count_one_per_call))
    assert (find_job(made.id).state, find_job(made.id).attempts) == (State.SUCCEEDED, 2)


def test_a_job_that_cannot_be_done_says_why(shop: Client) -> None:
    made = job()

    def refuses(_job: Job, _: Callable[[], bool]) -> None:
        raise JobFailed("broken_csv", "Line 3 is broken.")

    run_jobs(worker(refuses))
    assert shop.get(f"/v1/admin/jobs/{made.id}").json["error"] == {"code": "broken_csv", "detail": "Line 3 is broken."}


def test_a_cancelled_job_stops_before_its_next_save(shop: Client) -> None:
    """X38"""
    made = job()

    def cancelled_meanwhile(job: Job, _: Callable[[], bool]) -> None:
        assert shop.post(f"/v1/admin/jobs/{job.id}/cancel").json["state"] == "cancelled"
        succeed(job, progress=Progress(done=99))

    run_jobs(worker(cancelled_meanwhile))
    assert (find_job(made.id).state, find_job(made.id).progress.done) == (State.CANCELLED, 0)
    assert shop.post(f"/v1/admin/jobs/{made.id}/cancel").code == "illegal_transition"


def test_what_runs_or_waits_for_its_file_cannot_be_retried(shop: Client) -> None:
    waiting, queued = job(start=False), job()
    assert shop.post(f"/v1/admin/jobs/{waiting.id}/retry").code == "not_started"
    assert shop.post(f"/v1/admin/jobs/{queued.id}/retry").code == "illegal_transition"
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert shop.post(f"/v1/admin/jobs/{queued.id}/retry").status == 202


def test_jobs_are_listed_newest_first_and_paged(shop: Client) -> None:
    """X38, X11"""
    made = [job().id for _ in range(3)]
    first = shop.get("/v1/admin/jobs?limit=2").json
    second = shop.get(f"/v1/admin/jobs?limit=2&cursor={first['next_cursor']}").json
    assert [one["id"] for one in [*first["data"], *second["data"]]] == sorted(made, reverse=True)
    assert second["next_cursor"] is None
    assert shop.get("/v1/admin/jobs?state=failed").json["data"] == []
    assert len(shop.get("/v1/admin/jobs?state=queued&kind=catalog.import").json["data"]) == 3
    assert shop.get("/v1/admin/jobs?state=lost").status == 422


def test_rows_are_paged_one_by_one_whatever_made_them_together(shop: Client) -> None:
    """A04"""
    made = job()
    fault = RowError(5, "Variant Price", "invalid_price", "Not a price.")
    keep_rows(
        made.id,
        [
            RowResult((2, 3, 4), RowStatus.CREATED, id="prod_1"),
            RowResult((5,), RowStatus.FAILED, errors=(fault,)),
            RowResult((6, 7), RowStatus.UNCHANGED, id="prod_2"),
        ],
    )
    lines, cursor = [], ""
    while True:
        page = shop.get(f"/v1/admin/jobs/{made.id}/rows?limit=2{cursor}").json
        lines += [row["line"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert lines == [2, 3, 4, 5, 6, 7]
    failed = shop.get(f"/v1/admin/jobs/{made.id}/rows?status=failed").json["data"]
    assert [(row["line"], row["code"], row["detail"]) for row in failed] == [(5, "invalid_price", "Not a price.")]
    assert shop.get(f"/v1/admin/jobs/{made.id}/rows?status=failed{cursor}").code == "invalid_cursor"


def test_jobs_need_a_permission_and_unknown_ones_are_not_found(shop: Client) -> None:
    """H07"""
    made = job()
    assert Client(platform.app).get("/v1/admin/jobs").status == 401
    assert Client(platform.app, bearer("support")).get(f"/v1/admin/jobs/{made.id}").status == 403
    assert shop.get("/v1/admin/jobs/job_nonsense").status == 404
    assert find_job(made.id).state is State.QUEUED
