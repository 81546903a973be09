"""After how long a state is a case, over HTTP."""

from __future__ import annotations

from functions.orders.cases.new_limits import set_limits
from functions.orders.cases.schemas import ExceptionLimitsModel, ExceptionLimitsOut
from functions.orders.model.shop_rules import CaseLimits
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_store import read_section
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

limits_api = Api("settings")
_HOURS = "_hours"


@limits_api.operation(
    "GET",
    "/v1/admin/exception_limits",
    summary="After how long a state is an exception",
    permission="settings.read",
    response=ExceptionLimitsOut,
)
def read_limits(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*read_section(CaseLimits))


@limits_api.operation(
    "PUT",
    "/v1/admin/exception_limits",
    summary="Set after how long a state is an exception",
    permission="settings.write",
    body=ExceptionLimitsModel,
    response=ExceptionLimitsOut,
    idempotent=OrdersTable,
    errors=[(409, "version_conflict")],
    headers=("If-Match",),
)
def put_limits(req: Request[ExceptionLimitsModel, NoQuery]) -> Reply:
    """All orders on their way are looked at anew within some minutes."""
    limits = CaseLimits(**{name.removesuffix(_HOURS): hours for name, hours in req.body.model_dump(exclude={"version"}).items()})
    return _reply(*set_limits(limits, if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(limits: CaseLimits, version: int) -> Reply:
    hours = {f"{name}{_HOURS}": value for name, value in vars(limits).items()}
    return Reply(ExceptionLimitsOut(**hours, version=version), etag=str(version))


_document = Document("exception_limits", _reply, lambda: _reply(*read_section(CaseLimits)))


_document.restored_by(
    limits_api,
    put_limits,
    "/v1/admin/exception_limits",
    body=ExceptionLimitsModel,
    response=ExceptionLimitsOut,
    permission="settings.write",
    idempotent=OrdersTable,
)
