"""Schedules: how the last run went, and a run now, once although pressed twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from functions.orders import app as orders
from functions.platform import app as platform
from functions.shared.events.batches import SomeFailed
from functions.shared.events.runs import MANUAL, SK, LastRun, RunRecord, by_the_clock, run_pk
from functions.shared.outside import aws, clock
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from infra.functions import FUNCTIONS
from infra.functions.model import Schedule
from tests.support.http import Client
from tests.support.identity import bearer

OWNER = "11111111-1111-4111-8111-111111111111"
RUN = "/v1/admin/schedules/timers-sweep/run"


class Lambdas:
    """Takes the place of AWS's own: notes what was started."""

    def __init__(self) -> None:
        self.started: list[dict[str, Any]] = []
        self.down = False

    def invoke(self, **call: Any) -> dict[str, Any]:
        if self.down:
            raise EndpointConnectionError(endpoint_url="https://lambda")
        self.started.append(call)
        return {"StatusCode": 202}


@pytest.fixture
def lambdas(monkeypatch: pytest.MonkeyPatch) -> Lambdas:
    made, real = Lambdas(), aws.client
    monkeypatch.setenv("OPERATED_SCHEDULES", json.dumps({"timers-sweep": "rate(1 minute)", "stock-check": "cron(20 18 * * ? *)"}))
    monkeypatch.setattr(aws, "client", lambda service: made if service == "lambda" else real(service))
    return made


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the template tells a function what it is called."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "timers-sweep")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def owner() -> Client:
    return Client(platform.app, bearer("owner", subject=OWNER))


def row(name: str = "timers-sweep") -> dict[str, Any]:
    return next(one for one in owner().get("/v1/admin/schedules").json["data"] if one["name"] == name)


def test_a_run_notes_how_it_went_and_when_the_next_one_is(lambdas: Lambdas, named: None) -> None:
    """X39"""
    assert row()["last_run"] is None
    now = clock.now()
    with clock.frozen(now):
        assert orders.sweep_timers({"id": "0f0e", "source": "aws.events"}, None) == {"sent": 0}
        seen = row()
    last = seen["last_run"]
    assert (last["outcome"], last["result"], last["error"], last["asked"], last["correlation_id"]) == (
        "succeeded",
        {"sent": 0},
        None,
        None,
        "0f0e",
    )
    assert seen["succeeded_at"] == last["began_at"]
    assert seen["next_run"] > last["began_at"]
    assert not seen["late"]
    with clock.frozen(now + timedelta(minutes=4)):
        assert row()["late"]


def test_a_failed_run_tells_what_kind_of_error_and_keeps_when_it_last_went_well(lambdas: Lambdas, named: None) -> None:
    """X39: and is still an error of the function."""

    @by_the_clock
    def failing(event: Any, _context: Any) -> dict[str, int]:
        if event["id"] == "bad":
            raise SomeFailed("li@example.com could not be done")
        return {"sent": 1}

    failing({"id": "good"}, None)
    good = row()["succeeded_at"]
    with pytest.raises(SomeFailed):
        failing({"id": "bad"}, None)
    seen = row()
    assert (seen["last_run"]["outcome"], seen["last_run"]["error"], seen["succeeded_at"]) == ("failed", "SomeFailed", good)
    assert "example.com" not in json.dumps(seen)


def test_what_cannot_be_noted_is_done_all_the_same(named: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.shared.events.runs.transact", lambda writes: (_ for _ in ()).throw(ConnectionError()))
    assert by_the_clock(lambda event, context: 7)({}, None) == 7


def test_a_long_answer_is_not_kept(named: None) -> None:
    by_the_clock(lambda event, context: ["x" * 600] * 2)({}, None)
    record = find(RunRecord, run_pk("timers-sweep"), SK)
    assert record is not None
    assert load(LastRun, record.body).result is None


def test_run_now_is_one_run_although_pressed_twice(lambdas: Lambdas) -> None:
    """X39: with the same key, with another one, and without."""
    first = owner().post(RUN, idempotency_key="press-1")
    assert first.status == 202, first.text
    again = owner().post(RUN, idempotency_key="press-1")
    assert (again.status, again.json, again.headers["idempotent-replayed"]) == (202, first.json, "true")
    assert owner().post(RUN, idempotency_key="press-2").code == "run_pending"
    assert owner().post(RUN).code == "run_pending"
    (call,) = lambdas.started
    assert (call["FunctionName"], call["InvocationType"]) == ("shop-test-timers-sweep", "Event")
    event = json.loads(call["Payload"])
    assert (event["id"], event["source"]) == (first.json["id"], MANUAL)
    assert row()["asked"]["id"] == first.json["id"]


def test_a_run_that_ended_stands_in_nobodys_way_and_the_key_still_counts(lambdas: Lambdas, named: None) -> None:
    first = owner().post(RUN, idempotency_key="press-1").json
    orders.sweep_timers(json.loads(lambdas.started[0]["Payload"]), None)
    assert row()["last_run"]["asked"] == first["id"]
    assert owner().post(RUN, idempotency_key="press-1").json == first
    assert len(lambdas.started) == 1
    assert owner().post(RUN, idempotency_key="press-2").status == 202
    assert len(lambdas.started) == 2
    assert owner().post(RUN, idempotency_key="press-1").json == first
    assert len(lambdas.started) == 2


def test_how_an_asked_run_went_stays_to_be_seen_when_the_clock_comes_after_it(lambdas: Lambdas, named: None) -> None:
    """X39: and the next press is not refused for a run that is over."""
    first = owner().post(RUN).json
    assert row()["asked"]["run"] is None
    orders.sweep_timers(json.loads(lambdas.started[0]["Payload"]), None)
    orders.sweep_timers({"id": "0f0e", "source": "aws.events"}, None)
    seen = row()
    assert seen["last_run"]["asked"] is None
    assert (seen["asked"]["id"], seen["asked"]["run"]["asked"], seen["asked"]["run"]["outcome"]) == (first["id"], first["id"], "succeeded")
    assert owner().post(RUN).status == 202
    assert row()["asked"]["run"] is None


def test_what_could_not_be_started_can_be_asked_for_again_with_the_same_key(lambdas: Lambdas) -> None:
    lambdas.down = True
    now = clock.now()
    assert owner().post(RUN, idempotency_key="press-1").code == "not_started"
    lambdas.down = False
    assert owner().post(RUN, idempotency_key="press-1").status == 503  # it may be on its way
    with clock.frozen(now + timedelta(seconds=61)):
        assert owner().post(RUN, idempotency_key="press-1").status == 202
        assert owner().post(RUN, idempotency_key="press-1").status == 202
    assert len(lambdas.started) == 1


def test_only_owners_run_and_only_what_there_is(lambdas: Lambdas) -> None:
    assert owner().post("/v1/admin/schedules/checkout/run").status == 404
    assert Client(platform.app, bearer("manager")).post(RUN).status == 403
    assert Client(platform.app, bearer("manager")).get("/v1/admin/schedules").status == 200
    assert Client(platform.app, bearer("support")).get("/v1/admin/schedules").status == 403
    assert lambdas.started == []


def test_everything_that_runs_by_the_clock_notes_its_runs() -> None:
    """X39: also a schedule that will be made tomorrow."""
    import importlib

    for function in FUNCTIONS:
        if isinstance(function.trigger, Schedule):
            handler = getattr(importlib.import_module(function.module), function.handler)
            assert handler.__code__.co_name == "running", function.name
