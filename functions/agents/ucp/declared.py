"""What all operations of UCP declare alike. Who calls signs, or is a guest, also where it calls for a
customer who linked it (`Authorization`); API keys are not looked at."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import NoQuery, Request

JSON = ("application/json",)
TRUST = [
    (400, "invalid_profile_url"), (400, "invalid_request"), (400, "digest_mismatch"), (400, "algorithm_unsupported"),
    (401, "signature_missing"), (401, "signature_invalid"), (401, "key_not_found"), (401, "identity_required"),
    (403, "insufficient_scope"), (422, "profile_malformed"),
    (422, "version_unsupported"), (424, "profile_unreachable"), (403, "profile_not_trusted"),
    (429, "too_many_requests"), (404, "not_found"), (409, "conflict"), (415, "unsupported_media_type"),
    (503, "unavailable"),
]  # fmt: skip
KEY = [(400, "idempotency_key_required"), (409, "idempotency_in_flight"), (409, "idempotency_conflict")]
_STATUSES = (400, 401, 403, 404, 409, 415, 422, 424, 429, 503)
_HEADERS = ("UCP-Agent", "Authorization", "Authorization", "Signature-Input", "Signature", "Content-Digest", "Accept-Language")
Any_ = Request[Any, NoQuery]


def _own(*statuses: int) -> dict[int, tuple[str, ...]]:
    return dict.fromkeys((*statuses, *_STATUSES), JSON)


READ: dict[str, Any] = {"raw_body": True, "own_answers": _own(200), "headers": _HEADERS}
CHANGE: dict[str, Any] = {"raw_body": True, "own_answers": _own(200, 201), "headers": (*_HEADERS, "Idempotency-Key")}
