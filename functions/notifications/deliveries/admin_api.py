"""What was sent to endpoints, and what was not and why; staff sends it again."""

from __future__ import annotations

from typing import Any

from functions.notifications.deliveries.replay import replay, replay_range
from functions.notifications.deliveries.schemas import DeliveryDetail, DeliveryOut, DeliveryPage, ReplayIn, ReplayOut
from functions.notifications.model.delivery import Delivery
from functions.notifications.model.errand import Errand
from functions.notifications.store.deliveries import delivery, list_dead_letters, list_deliveries
from functions.notifications.store.endpoints import find_endpoint
from functions.notifications.store.records import NotificationsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain.errors import NotFound

delivery_api = Api("notifications")
_READ, _WRITE, _MISSING = "notifications.read", "notifications.write", (404, "not_found")
_CLOSED = ((409, "endpoint_disabled"), (409, "event_type_removed"))


@delivery_api.operation(
    "GET", "/v1/admin/webhook_dead_letters", summary="Messages that do not get through", permission=_READ, query=PageQuery,
    response=DeliveryPage,
)  # fmt: skip
def get_dead_letters(req: Request[Any, PageQuery]) -> DeliveryPage:
    """Those of all endpoints that failed three times or more, the newest first. A page can be shorter than `limit` and still have a
    `next_cursor`."""
    return DeliveryPage.of(list_dead_letters(limit=req.query.limit, cursor=req.query.cursor))


@delivery_api.operation(
    "GET", "/v1/admin/webhook_endpoints/{id}/deliveries", summary="What was sent to an endpoint", permission=_READ, query=PageQuery,
    response=DeliveryPage, errors=[_MISSING],
)  # fmt: skip
def get_deliveries(req: Request[Any, PageQuery]) -> DeliveryPage:
    """The newest first, of the last 30 days; also of an endpoint that was removed meanwhile."""
    one = find_endpoint(req.path["id"])
    if one is None:
        raise NotFound("There is no such endpoint.")
    return DeliveryPage.of(list_deliveries(one.id, limit=req.query.limit, cursor=req.query.cursor))


@delivery_api.operation(
    "GET", "/v1/admin/webhook_endpoints/{id}/deliveries/{delivery_id}", summary="One message", permission=_READ,
    response=DeliveryDetail, errors=[_MISSING],
)  # fmt: skip
def get_delivery(req: Request[Any, NoQuery]) -> DeliveryDetail:
    return DeliveryDetail.of(delivery(req.path["id"], req.path["delivery_id"]))


@delivery_api.operation(
    "POST", "/v1/admin/webhook_endpoints/{id}/deliveries/{delivery_id}/replay", summary="Send a message again", permission=_WRITE,
    response=DeliveryOut, status=202, idempotent=NotificationsTable, errors=[_MISSING, *_CLOSED],
)  # fmt: skip
def post_replay(req: Request[NoBody, NoQuery]) -> Reply:
    """At once, with the same `webhook-id` and body, also for what was delivered; then it is tried for a day again."""
    return _reply(replay(req.path["id"], req.path["delivery_id"], remember=req.remembering(_reply)))


@delivery_api.operation(
    "POST", "/v1/admin/webhook_endpoints/{id}/replay", summary="Send the messages of a time again", permission=_WRITE, body=ReplayIn,
    response=ReplayOut, status=202, idempotent=NotificationsTable, errors=[_MISSING, (409, "endpoint_disabled")],
    example={"from": "2026-01-01", "states": ["failed"]},
)  # fmt: skip
def post_range(req: Request[ReplayIn, NoQuery]) -> Reply:
    """Those that are in one of `states` (`failed`, if nothing is said), the oldest first, a resource's in order."""
    body = req.body
    return _range(
        replay_range(req.path["id"], body.begin, body.end or clock.now(), body.states, remember=req.remembering(_range))
    )  # fmt: skip


def _range(one: Errand) -> Reply:
    return Reply(ReplayOut.of(one), 202)


def _reply(one: Delivery) -> Reply:
    return Reply(DeliveryOut.of(one), 202)
