"""Endpoints over HTTP, for staff. A warehouse's outside system is one, too, and is set where the warehouse is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.notifications.endpoints.known_events import known_events
from functions.notifications.endpoints.rotate import rotate
from functions.notifications.endpoints.schemas import (
    EndpointIn,
    EndpointList,
    EndpointOut,
    EndpointPatch,
    EventTypeList,
    EventTypeOut,
    RotateIn,
    ToldOut,
)
from functions.notifications.endpoints.set_endpoint import edit_endpoint, make_endpoint, remove_endpoint
from functions.notifications.model.endpoint import Endpoint
from functions.notifications.store.endpoints import endpoint, endpoints
from functions.notifications.store.records import NotificationsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Fault, Invalid

endpoint_api = Api("notifications")
_READ, _SET = "notifications.read", "settings.write"
_MISSING, _STALE, _WMS = (404, "not_found"), (409, "version_conflict"), (409, "set_elsewhere")
_REFUSED = [(422, code) for code in ("invalid_url", "https_only", "credentials_in_url", "address_not_allowed", "unknown_event")]
_NEVER_KEPT = {"Cache-Control": "no-store"}


def _told(one: Endpoint, secret: str, status: int = 200) -> Reply:
    return Reply(ToldOut(**EndpointOut.of(one).model_dump(), secret=secret), status, headers=_NEVER_KEPT, etag=str(one.version))


def _made(one: Endpoint, secret: str) -> Reply:
    return _told(one, secret, 201)


def _shown(one: Endpoint) -> Reply:
    return Reply(EndpointOut.of(one), etag=str(one.version))


def _known(events: list[str]) -> None:
    faults = [
        Fault(f"/events/{n}", "unknown_event", "There is no such event, or it is not told outside.")
        for n, one in enumerate(events)
        if one not in known_events()
    ]
    if faults:
        raise Invalid("Some events are unknown.", faults=faults, code="unknown_event")


@endpoint_api.operation(
    "GET", "/v1/admin/webhook_event_types", summary="Events that endpoints can hear of", permission=_READ, response=EventTypeList
)
def get_event_types(_: Request[Any, NoQuery]) -> EventTypeList:
    """What they carry: `webhooks` of this contract."""
    return EventTypeList(data=[EventTypeOut(type=name, description=meaning or None) for name, meaning in known_events().items()])


@endpoint_api.operation(
    "GET", "/v1/admin/webhook_endpoints", summary="Who outside is told of events", permission=_READ, response=EndpointList
)
def get_endpoints(_: Request[Any, NoQuery]) -> EndpointList:
    return EndpointList(data=[EndpointOut.of(one) for one in endpoints()])


@endpoint_api.operation(
    "POST", "/v1/admin/webhook_endpoints", summary="Have events told to an address outside", permission=_SET, status=201, body=EndpointIn,
    response=ToldOut, idempotent=NotificationsTable, errors=[(409, "too_many_endpoints"), *_REFUSED],
)  # fmt: skip
def post_endpoint(req: Request[EndpointIn, NoQuery]) -> Reply:
    """Messages are signed as Standard Webhooks prescribe; the body is the event with a `sequence`, which counts what the endpoint is told
    of one resource (`subject`) and shows gaps. At least once: `webhook-id` is the same each time."""
    body = req.body
    _known(body.events)
    made = make_endpoint(
        body.url, body.events, body.only, body.description or "", enabled=body.enabled, remember=req.remembering(_made)
    )  # fmt: skip
    return _made(*made)


@endpoint_api.operation(
    "GET", "/v1/admin/webhook_endpoints/{id}", summary="One endpoint", permission=_READ, response=EndpointOut, errors=[_MISSING]
)
def get_endpoint(req: Request[Any, NoQuery]) -> Reply:
    return _shown(endpoint(req.path["id"]))


@endpoint_api.operation(
    "PATCH", "/v1/admin/webhook_endpoints/{id}", summary="Change an endpoint", permission=_SET, body=EndpointPatch, response=EndpointOut,
    idempotent=NotificationsTable, errors=[_MISSING, _STALE, _WMS, *_REFUSED],
)  # fmt: skip
def patch_endpoint(req: Request[EndpointPatch, NoQuery]) -> Reply:
    """What waits goes to the new address, or, of an event that is left out, nowhere. One that is enabled again is told first what happened
    first; what is older than a day is listed as failed (`too_late`)."""
    changes = req.body.sent_fields()
    if "events" in changes:
        _known(changes["events"])
    if "description" in changes:
        changes["description"] = changes["description"] or ""
    return _shown(edit_endpoint(req.path["id"], changes, if_match=req.if_match(), remember=req.remembering(_shown)))


@endpoint_api.operation(
    "DELETE", "/v1/admin/webhook_endpoints/{id}", summary="Tell an endpoint nothing any more", permission=_SET, status=204,
    idempotent=NotificationsTable, errors=[_MISSING, _STALE, _WMS],
)  # fmt: skip
def delete_endpoint(req: Request[NoBody, NoQuery]) -> Reply:
    """What waits ends as cancelled; what was sent can be read for 30 days."""
    remove_endpoint(req.path["id"], if_match=req.if_match(), remember=req.remembering(lambda: Reply(status=204)))
    return Reply(status=204)


@endpoint_api.operation(
    "POST", "/v1/admin/webhook_endpoints/{id}/rotate", summary="Change an endpoint's secret", permission=_SET, body=RotateIn,
    response=ToldOut, idempotent=NotificationsTable, errors=[_MISSING],
)  # fmt: skip
def post_rotate(req: Request[RotateIn, NoQuery]) -> Reply:
    """For `overlap_hours` messages have two signatures, also those of events from before; then one, by the new secret."""
    overlap = timedelta(hours=req.body.overlap_hours)
    return _told(*rotate(req.path["id"], overlap, remember=req.remembering(_told)))
