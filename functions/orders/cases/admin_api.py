"""Cases over HTTP, for staff."""

from __future__ import annotations

from functions.orders.cases.list_cases import Wanted, list_cases
from functions.orders.cases.resolve_case import Resolving, resolve_case
from functions.orders.cases.schemas import ExceptionOut, Exceptions, ExceptionsQuery, ResolveIn, exception_view
from functions.orders.model.cases.case import Case
from functions.orders.store.records import OrdersTable
from functions.shared.auth.scope import SHARED
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

case_api = Api("exceptions")


@case_api.operation(
    "GET",
    "/v1/admin/exceptions",
    summary="What people must look at",
    permission="orders.read",
    scope=SHARED,
    query=ExceptionsQuery,
    response=Exceptions,
)
def list_exceptions(req: Request[NoBody, ExceptionsQuery]) -> Exceptions:
    """Newest first, with cause and suggested action: parcels that are late, silent for too long, not delivered or back; collected after
    they were cancelled; scans with times that cannot be true; waybills that nobody writes or stops; orders that stay for too long as they
    are; returns that go on only with people. A case leaves when it is mended, and says by what (`state=closed`). Who
    acts for some merchants or warehouses only sees those of their parcels and orders."""
    asked = req.query
    wanted = Wanted(asked.state, asked.kind, asked.order, asked.older_than_hours, req.caller.merchants, req.caller.warehouses)
    page = list_cases(wanted, limit=asked.limit, cursor=asked.cursor)
    return Exceptions(data=[exception_view(one) for one in page.data], next_cursor=page.next_cursor)


@case_api.operation(
    "POST",
    "/v1/admin/exceptions/{id}/resolve",
    summary="Close a case",
    permission="shipments.write",
    body=ResolveIn,
    response=ExceptionOut,
    idempotent=OrdersTable,
    errors=[(404, "not_found"), (409, "case_closed")],
)
def resolve(req: Request[ResolveIn, NoQuery]) -> Reply:
    """What it is about is over: it opens anew when something else happens, not because this goes on."""
    command = Resolving(req.path["id"], req.body.outcome, req.body.note)
    return _reply(resolve_case(command, actor=req.caller.actor, remember=req.remembering(_reply)))


def _reply(case: Case) -> Reply:
    return Reply(exception_view(case))
