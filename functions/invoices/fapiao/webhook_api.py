"""The webhooks of providers of e-invoices: verify, keep, answer."""

from __future__ import annotations

from typing import Any

from functions.invoices.fapiao.receive_webhook import receive
from functions.invoices.providers.port import Webhook
from functions.shared.http.operation import Api, NoQuery, Reply, Request

fapiao_webhook_api = Api("fapiao")
_JSON = {"Content-Type": "application/json"}


@fapiao_webhook_api.operation(
    "POST", "/v1/webhooks/fapiao/{provider}", summary="A provider of Chinese e-invoices reports", raw_body=True,
    errors=[(400, "unreadable"), (401, "forged"), (404, "not_found"), (413, "payload_too_large")],
    own_answers=dict.fromkeys((200, 401), ("application/json",)),
)  # fmt: skip
def fapiao_webhook(req: Request[Any, NoQuery]) -> Reply:
    """200 once what it is about is on the queue, 401 when it is not the provider's."""
    known = receive(req.path["provider"], Webhook(req.headers, req.raw))
    return Reply(b'{"ok":true}' if known else b'{"ok":false}', 200 if known else 401, _JSON)
