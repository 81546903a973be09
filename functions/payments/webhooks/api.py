"""The webhooks of providers: verify, keep, answer. It must start fast, so it imports nothing else."""

from __future__ import annotations

from typing import Any

from functions.payments.model.provider import RawRequest
from functions.payments.webhooks.receive_webhook import receive
from functions.shared.http.operation import Api, NoQuery, Reply, Request

webhook_api = Api("payments")


@webhook_api.operation(
    "POST",
    "/v1/webhooks/payments/{provider}",
    summary="A payment provider tells what happened",
    raw_body=True,
    response_type="text/plain",
    errors=[(401, "forged"), (404, "not_found"), (413, "payload_too_large")],
    own_answers=dict.fromkeys((200, 401, 503), ("text/plain", "application/json")),
)
def webhook(req: Request[Any, NoQuery]) -> Reply:
    """Answers in the words each provider expects: text or JSON, 401 for what is not signed by it, 503 for what it is to send again."""
    answer = receive(req.path["provider"], RawRequest(req.raw, req.headers))
    return Reply(answer.body, answer.status, {"Content-Type": answer.content_type})
