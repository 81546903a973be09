"""Endpoints over HTTP, for staff. Who they are is said where they are set (a warehouse's WMS)."""

from __future__ import annotations

from typing import Any

from functions.notifications.endpoints.rotate import rotate
from functions.notifications.endpoints.schemas import EndpointList, EndpointOut, RotatedOut
from functions.notifications.model.endpoint import Endpoint
from functions.notifications.store.endpoints import endpoint, endpoints
from functions.notifications.store.records import NotificationsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

endpoint_api = Api("notifications")
_READ, _MISSING = "notifications.read", (404, "not_found")


@endpoint_api.operation(
    "GET", "/v1/admin/webhook_endpoints", summary="Who outside is told of events", permission=_READ, response=EndpointList
)
def get_endpoints(_: Request[Any, NoQuery]) -> EndpointList:
    return EndpointList(data=[EndpointOut.of(one) for one in endpoints()])


@endpoint_api.operation(
    "GET", "/v1/admin/webhook_endpoints/{id}", summary="One endpoint", permission=_READ, response=EndpointOut, errors=[_MISSING]
)
def get_endpoint(req: Request[Any, NoQuery]) -> EndpointOut:
    return EndpointOut.of(endpoint(req.path["id"]))


@endpoint_api.operation(
    "POST", "/v1/admin/webhook_endpoints/{id}/rotate", summary="Change an endpoint's secret", permission="settings.write",
    response=RotatedOut, idempotent=NotificationsTable, errors=[_MISSING],
)  # fmt: skip
def post_rotate(req: Request[NoBody, NoQuery]) -> Reply:
    return _rotated(*rotate(req.path["id"], remember=req.remembering(_rotated)))


def _rotated(one: Endpoint, secret: str) -> Reply:
    return Reply(RotatedOut(**EndpointOut.of(one).model_dump(), secret=secret), etag=str(one.version))
