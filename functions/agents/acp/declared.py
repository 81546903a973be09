"""What all operations of ACP declare alike."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import NoQuery, Request

JSON = ("application/json",)
WHO = [
    (400, "invalid_request"), (400, "unsupported_api_version"), (401, "unauthorized"), (401, "signature_missing"),
    (401, "signature_invalid"), (401, "timestamp_outside_window"), (403, "profile_not_trusted"), (404, "not_found"),
    (409, "conflict"), (415, "unsupported_media_type"),
    (429, "too_many_requests"), (503, "unavailable"),
]  # fmt: skip
ONCE = [(400, "idempotency_key_required"), (409, "idempotency_in_flight"), (422, "idempotency_conflict")]
READ: dict[str, Any] = {
    "raw_body": True, "own_answers": dict.fromkeys((200, 400, 401, 403, 404, 409, 415, 429, 503), JSON),
    "headers": ("Authorization", "API-Version", "Request-Id", "Accept-Language", "Signature", "Timestamp"),
}  # fmt: skip
CHANGE: dict[str, Any] = {
    "raw_body": True, "own_answers": dict.fromkeys((200, 201, 400, 401, 403, 404, 409, 415, 422, 429, 503), JSON),
    "headers": (*READ["headers"], "Idempotency-Key"),
}  # fmt: skip
Any_ = Request[Any, NoQuery]
