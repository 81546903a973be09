"""The webhooks of couriers: verify, keep, answer. It must start fast, so it imports nothing else."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import courier_webhooks
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shipping import Webhook

webhook_api = Api("shipping")
_ERRORS = [(401, "forged"), (404, "not_found"), (413, "payload_too_large")]
_OWN = dict.fromkeys((200, 401, 422, 503), ("application/json", "text/xml"))


@webhook_api.operation(
    "POST", "/v1/webhooks/couriers/{courier}", summary="A courier reports", raw_body=True, errors=_ERRORS, own_answers=_OWN,
)  # fmt: skip
def courier_webhook(req: Request[Any, NoQuery]) -> Reply:
    """Answers in the words each courier expects: 200 once the message is kept (also for a duplicate), 401 when it is not the courier's."""
    return _received(req)


@webhook_api.operation(
    "POST", "/v1/webhooks/couriers/{courier}/{token}", summary="A courier reports at an address of its own", raw_body=True,
    errors=_ERRORS, own_answers=_OWN,
)  # fmt: skip
def courier_webhook_with_token(req: Request[Any, NoQuery]) -> Reply:
    """For couriers that do not sign (the token is their proof), or whose messages say with it which parcel they are about."""
    return _received(req)


def _received(req: Request[Any, NoQuery]) -> Reply:
    answer = courier_webhooks.receive(req.path["courier"], Webhook(req.headers, req.raw, req.path.get("token", "")))
    return Reply(answer.body, answer.status, {"Content-Type": answer.content_type})
