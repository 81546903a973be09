"""Experiments as staff write, start, stop and read them."""

from __future__ import annotations

from typing import Any

from functions.reports.experiments import run_experiment
from functions.reports.experiments.outcome import outcome
from functions.reports.experiments.schemas import ExperimentEdit, ExperimentIn, ExperimentOut, ExperimentOutcome, ExperimentPage
from functions.reports.store.experiment_items import KnownExperiment, experiment_named, experiments_page
from functions.reports.store.records import ReportsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain import times

experiments_admin_api = Api("reports")
_BASE, _ONE = "/v1/admin/experiments", "/v1/admin/experiments/{id}"
_READ, _WRITE = "marketing.read", "marketing.write"
_MISSING, _STALE, _ENDED = (404, "not_found"), (409, "version_conflict"), (409, "experiment_ended")


def _reply(known: KnownExperiment) -> Reply:
    return Reply(ExperimentOut.of(known, times.iso(clock.now())), etag=str(known.version))


def _created(known: KnownExperiment) -> Reply:
    return Reply(ExperimentOut.of(known, times.iso(clock.now())), 201, etag=str(known.version))


@experiments_admin_api.operation(
    "GET", _BASE, summary="Experiments", permission=_READ, query=PageQuery, response=ExperimentPage, errors=[(400, "invalid_cursor")]
)
def get_experiments(req: Request[Any, PageQuery]) -> ExperimentPage:
    """The newest first."""
    page, now = experiments_page(limit=req.query.limit, cursor=req.query.cursor), times.iso(clock.now())
    return ExperimentPage(data=[ExperimentOut.of(known, now) for known in page.data], next_cursor=page.next_cursor)


@experiments_admin_api.operation(
    "POST", _BASE, summary="Write an experiment", permission=_WRITE, status=201, body=ExperimentIn, response=ExperimentOut,
    idempotent=ReportsTable, errors=[(409, "key_taken")],
)  # fmt: skip
def post_experiment(req: Request[ExperimentIn, NoQuery]) -> Reply:
    """A draft: nobody is in it before it is started."""
    body, remember = req.body, req.remembering(_created)
    return _created(run_experiment.create_experiment(body.key, body.name, dict(body.shares), body.days, remember=remember))


@experiments_admin_api.operation("GET", _ONE, summary="An experiment", permission=_READ, response=ExperimentOut, errors=[_MISSING])
def get_experiment(req: Request[Any, NoQuery]) -> Reply:
    return _reply(experiment_named(req.path["id"]))


@experiments_admin_api.operation(
    "PUT", _ONE, summary="Change an experiment", permission=_WRITE, body=ExperimentEdit, response=ExperimentOut, idempotent=ReportsTable,
    errors=[_MISSING, _STALE, _ENDED, (422, "variants_fixed"), (422, "days_fixed")], headers=("If-Match",),
)  # fmt: skip
def put_experiment(req: Request[ExperimentEdit, NoQuery]) -> Reply:
    """While it runs other shares are for who comes new: whoever is in it stays where they are."""
    body, lock, remember = req.body, req.if_match(), req.remembering(_reply)
    changed = run_experiment.change_experiment(req.path["id"], body.name, dict(body.shares), body.days, if_match=lock, remember=remember)
    return _reply(changed)


@experiments_admin_api.operation(
    "POST", f"{_ONE}/start", summary="Start an experiment", permission=_WRITE, response=ExperimentOut, idempotent=ReportsTable,
    errors=[_MISSING, _STALE, _ENDED, (409, "too_many_running")], headers=("If-Match",),
)  # fmt: skip
def post_start(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(run_experiment.start(req.path["id"], if_match=req.if_match(), remember=req.remembering(_reply)))


@experiments_admin_api.operation(
    "POST", f"{_ONE}/stop", summary="Stop an experiment", permission=_WRITE, response=ExperimentOut, idempotent=ReportsTable,
    errors=[_MISSING, _STALE, (409, "not_running")], headers=("If-Match",),
)  # fmt: skip
def post_stop(req: Request[NoBody, NoQuery]) -> Reply:
    """For good. Nothing is decided by it: the storefront shows what it shows without it."""
    return _reply(run_experiment.stop(req.path["id"], if_match=req.if_match(), remember=req.remembering(_reply)))


@experiments_admin_api.operation(
    "GET", f"{_ONE}/outcome", summary="What came of an experiment", permission=_READ, response=ExperimentOutcome, errors=[_MISSING]
)
def get_outcome(req: Request[Any, NoQuery]) -> ExperimentOutcome:
    """As far as events have landed: until the last full hour."""
    known = experiment_named(req.path["id"])
    return ExperimentOutcome.made_of(known, outcome(known.experiment), times.iso(clock.now()))
