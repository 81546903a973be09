"""X37: an import that dies anywhere goes on, and does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from functions.customers.store.records import CustomersTable
from functions.moving.app import app, move, take_in_files
from functions.moving.consumers import move as moving
from functions.moving.imports import run_import as running
from functions.orders.store.records import OrdersTable
from functions.platform import work_on_jobs
from functions.platform.store.records import PlatformTable
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.outside import clock
from functions.shared.outside.objects import get_object, put_object
from functions.shared.plain.settings import settings
from functions.shared.store import transactions
from tests.integration.moving.conftest import ADA, bring, finished, order, orders_file, table
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

PEOPLE = table([ADA | {"Customer ID": str(n), "Email": f"p{n}@example.com", "Phone": ""} for n in range(5)])
HISTORY = orders_file(*(order(f"#{n}", Email=f"p{n}@example.com") for n in range(5)))


class Killed(BaseException):
    """The process is gone: nothing catches it."""


def killed_at(number: int, act: Callable[..., Any]) -> Callable[..., Any]:
    left = [number]

    def dying(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return act(*args, **named)

    return dying


@pytest.mark.parametrize(("kind", "data"), [("customers", PEOPLE), ("orders", HISTORY)])
@pytest.mark.parametrize("write", [1, 2, 4, 6, 7, 8])
def test_a_worker_that_dies_at_a_write(kind: str, data: str, write: int, monkeypatch: pytest.MonkeyPatch) -> None:
    started = Client(app, bearer("owner")).post(f"/v1/admin/data_imports?kind={kind}", data.encode(), content_type="text/csv").json
    with monkeypatch.context() as patch:
        patch.setattr(transactions, "_write", killed_at(write, transactions._write))
        with pytest.raises(Killed):
            move(sqs_of_events(events_in(PlatformTable, JobQueued.TYPE)), None)
    _lease_over(monkeypatch)
    run_jobs(move)
    done = finished(started["id"])
    assert done.job["state"] == "succeeded"
    assert done.counts == {"created": 5, "updated": 0, "unchanged": 0, "failed": 0}
    model = CustomersTable if kind == "customers" else OrdersTable
    told = {"customers": "customer.imported", "orders": "order.imported"}[kind]
    assert len(events_in(model, told)) == 5
    assert len(list(model.scan(model.kind == kind.removesuffix("s")))) == 5


def _lease_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))


def test_slices_and_time_that_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is called again until all is done; rows are counted once."""
    monkeypatch.setattr(running, "SLICE", 2)
    started = Client(app, bearer("owner")).post("/v1/admin/data_imports?kind=orders", HISTORY.encode(), content_type="text/csv").json
    monkeypatch.setattr(moving, "work_on_jobs", lambda event, runners, *, consumer: _briefly(event, runners, consumer))
    assert run_jobs(move) > 2
    assert finished(started["id"]).counts["created"] == 5


def _briefly(event: dict[str, Any], runners: Any, consumer: str) -> dict[str, Any]:
    """Time for one slice a call, however fast the machine is: whoever asks again is told that it is over."""

    def once(runner: Any) -> Any:
        asked = count()
        return lambda job, _: runner(job, lambda: next(asked) > 0)

    return work_on_jobs(event, {kind: once(runner) for kind, runner in runners.items()}, consumer=consumer)


def test_an_uploaded_file_starts_once_and_goes_when_it_is_done() -> None:
    staff = Client(app, bearer("owner"))
    offered = staff.post("/v1/admin/data_imports/uploads", {"kind": "customers", "filename": "customers.csv", "size": 1000})
    assert offered.status == 202
    assert offered.json["upload"]["fields"]["key"] == f"moving/uploads/{offered.json['id']}"
    job_id = offered.json["id"]
    assert staff.post(f"/v1/admin/data_imports/{job_id}/start").code == "file_missing"
    put_object(f"moving/uploads/{job_id}", PEOPLE.encode(), "application/octet-stream")
    arrived = sqs([{"detail": {"bucket": {"name": settings().bucket}, "object": {"key": f"moving/uploads/{job_id}"}}}])
    for _ in range(2):
        assert take_in_files(arrived, None) == {"batchItemFailures": []}
    assert staff.post(f"/v1/admin/data_imports/{job_id}/start").status == 202
    run_jobs(move)
    assert finished(job_id).counts["created"] == 5
    left = [f"moving/uploads/{job_id}", *(f"moving/imports/{job_id}/{name}" for name in ("groups.ndjson", "slices.json"))]
    assert not any(get_object(key) for key in left)


def test_who_may_not_import() -> None:
    for role in ("support", "warehouse", "catalog_editor", "finance"):
        refused = Client(app, bearer(role)).post("/v1/admin/data_imports?kind=orders", HISTORY.encode(), content_type="text/csv")
        assert refused.status == 403


def test_orders_that_came_before_their_customers_are_theirs_when_they_come_again() -> None:
    assert bring(HISTORY, "orders").counts["created"] == 5
    assert bring(PEOPLE, "customers").counts["created"] == 5
    assert bring(HISTORY, "orders").counts["updated"] == 5
    assert bring(HISTORY, "orders").counts["unchanged"] == 5
    assert len([item for item in OrdersTable.scan(OrdersTable.kind == "order") if item.gsi1pk]) == 5
