"""Reconciliation for staff: the runs, what they found, and a run on demand."""

from __future__ import annotations

from typing import Any

from functions.payments.reconciling.plan_reconciliations import run_again
from functions.payments.reconciling.read_reconciliations import all_differences, run_named
from functions.payments.reconciling.reconciliation_csv import csv_of
from functions.payments.reconciling.reconciliation_runs import QUEUED, differences_of, runs
from functions.payments.reconciling.reconciliation_schemas import (
    DifferenceList,
    DifferencesOf,
    ListOf,
    RunAgain,
    RunList,
    RunQueued,
    RunView,
    difference_view,
    run_view,
)
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

reconciliation_api = Api("payments")


@reconciliation_api.operation(
    "GET",
    "/v1/admin/reconciliations",
    summary="Comparisons of providers' bills with the ledger, the latest day first",
    permission="payments.read",
    query=ListOf,
    response=RunList,
)
def listed(req: Request[Any, ListOf]) -> RunList:
    page = runs(limit=req.query.limit, cursor=req.query.cursor)
    return RunList(data=[run_view(known) for known in page.data], next_cursor=page.next_cursor)


@reconciliation_api.operation(
    "POST",
    "/v1/admin/reconciliations",
    summary="Compare a provider's bill (again)",
    permission="payments.write",
    body=RunAgain,
    response=RunQueued,
    status=202,
    idempotent=PaymentsTable,
    errors=[(409, "version_conflict"), (422, "unsupported_provider"), (422, "day_not_over")],
)
def again(req: Request[RunAgain, NoQuery]) -> Reply:
    remember = req.remembering(lambda run_id: Reply(RunQueued(id=run_id, status=QUEUED), 202))

    run_id = run_again(req.body.provider, req.body.day, remember=remember)
    return Reply(RunQueued(id=run_id, status=QUEUED), 202)


@reconciliation_api.operation(
    "GET",
    "/v1/admin/reconciliations/{id}",
    summary="A comparison",
    permission="payments.read",
    response=RunView,
    errors=[(404, "not_found")],
)
def show(req: Request[Any, NoQuery]) -> RunView:
    return run_view(run_named(req.path["id"]))


@reconciliation_api.operation(
    "GET",
    "/v1/admin/reconciliations/{id}/differences",
    summary="What the bill and the ledger do not agree on",
    permission="payments.read",
    query=DifferencesOf,
    response=DifferenceList,
    errors=[(404, "not_found")],
)
def differences(req: Request[Any, DifferencesOf]) -> DifferenceList:
    run, query = run_named(req.path["id"]).run, req.query
    page = differences_of(run, limit=query.limit, cursor=query.cursor, kind=query.kind)
    return DifferenceList(data=[difference_view(known) for known in page.data], next_cursor=page.next_cursor)


@reconciliation_api.operation(
    "GET",
    "/v1/admin/reconciliations/{id}/differences.csv",
    summary="The same as a file",
    permission="payments.read",
    response_type="text/csv",
    errors=[(404, "not_found")],
)
def differences_file(req: Request[Any, NoQuery]) -> Reply:
    run = run_named(req.path["id"]).run
    name = f"differences-{run.provider}-{run.day}.csv"
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return Reply(csv_of(all_differences(run)), headers=headers)
