"""A warehouse's outside system over HTTP, for staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.shared.auth.scope import Scope
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.warehouse.picking.schemas import PickPage
from functions.warehouse.store.picks import waiting_picks
from functions.warehouse.store.records import WarehouseTable
from functions.warehouse.wms.schemas import UnansweredQuery, WmsIn, WmsOut, WmsToldOut
from functions.warehouse.wms.set_wms import remove_wms, rotate_answers_secret, set_wms, wms_of

wms_api = Api("warehouse")
_THIS = Scope(warehouses=lambda req: (req.path["id"],))
_READ, _SET = "stock.read", "settings.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_ADDRESS = [(422, code) for code in ("invalid_url", "https_only", "credentials_in_url", "address_not_allowed")]


@wms_api.operation(
    "GET", "/v1/admin/warehouses/{id}/wms", summary="The outside system of a warehouse", permission=_READ, response=WmsOut, scope=_THIS,
    errors=[_MISSING],
)  # fmt: skip
def get_wms(req: Request[Any, NoQuery]) -> Reply:
    """404: its picks are worked by our own calls."""
    one = wms_of(req.path["id"])
    return Reply(WmsOut.of(req.path["id"], one), etag=str(one.version))


@wms_api.operation(
    "PUT", "/v1/admin/warehouses/{id}/wms", summary="Have an outside system pick for a warehouse", permission=_SET, scope=_THIS, body=WmsIn,
    response=WmsToldOut, idempotent=WarehouseTable, errors=[_MISSING, _STALE, *_ADDRESS],
)  # fmt: skip
def put_wms(req: Request[WmsIn, NoQuery]) -> Reply:
    """From then on each new pick request is sent there, signed. The secrets are told once, when it is set the first time."""
    warehouse, body = req.path["id"], req.body

    def reply(one: Any, told: Any) -> Reply:
        return Reply(WmsToldOut.telling(warehouse, one, told), etag=str(one.version))

    return reply(*set_wms(warehouse, body.url, enabled=body.enabled, if_match=req.if_match(), remember=req.remembering(reply)))


@wms_api.operation(
    "DELETE", "/v1/admin/warehouses/{id}/wms", summary="Pick with our own calls again", permission=_SET, scope=_THIS, status=204,
    idempotent=WarehouseTable, errors=[_MISSING, _STALE],
)  # fmt: skip
def delete_wms(req: Request[NoBody, NoQuery]) -> Reply:
    """What waits to be sent is set aside. Answers are not taken any more."""
    remove_wms(req.path["id"], if_match=req.if_match(), remember=req.remembering(lambda: Reply(status=204)))
    return Reply(status=204)


@wms_api.operation(
    "POST", "/v1/admin/warehouses/{id}/wms/rotate", summary="Change the secret of an outside system's answers", permission=_SET,
    scope=_THIS, response=WmsToldOut, idempotent=WarehouseTable, errors=[_MISSING],
)  # fmt: skip
def post_rotate(req: Request[NoBody, NoQuery]) -> Reply:
    """The one of before counts for 24 hours beside it. The secret of our own messages: `/v1/admin/webhook_endpoints/{id}/rotate`."""
    warehouse = req.path["id"]

    def reply(one: Any, told: Any) -> Reply:
        return Reply(WmsToldOut.telling(warehouse, one, told), etag=str(one.version))

    return reply(*rotate_answers_secret(warehouse, remember=req.remembering(reply)))


@wms_api.operation(
    "GET", "/v1/admin/warehouses/{id}/wms/unanswered", summary="Pick requests that nobody began", permission="orders.read",
    query=UnansweredQuery, response=PickPage,
)  # fmt: skip
def get_unanswered(req: Request[Any, UnansweredQuery]) -> PickPage:
    """The oldest first."""
    before = times.iso(clock.now() - timedelta(minutes=req.query.minutes))
    return PickPage.of(waiting_picks(req.path["id"], before, limit=req.query.limit, cursor=req.query.cursor))
