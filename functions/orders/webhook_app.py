"""Entry point of the courier webhooks alone: it imports only what verifying and keeping a message takes, so it starts fast."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import courier_webhooks
from functions.orders.shipping.couriers.port import Forged
from functions.shared.http.app import make_app
from functions.shared.http.operation import Api, NoQuery, Reply, Request

api = Api("shipping")


@api.operation(
    "POST", "/v1/webhooks/couriers/{courier}", summary="A courier reports", raw_body=True,
    errors=[(401, "forged"), (404, "not_found"), (413, "payload_too_large")], own_answers={401: ("application/json",)},
)  # fmt: skip
def courier_webhook(req: Request[Any, NoQuery]) -> Reply:
    """Answers 200 once the message is kept (also for a duplicate), 401 with an empty body when it is not the courier's."""
    try:
        courier_webhooks.receive(req.path["courier"], req.headers, req.raw)
    except Forged:
        return Reply(status=401)
    return Reply({"ok": True})


app = make_app("courier-webhooks", api)
