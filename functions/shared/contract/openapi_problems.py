"""Refusals in the contract: per operation every status it may answer, with the stable codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from functions.shared.auth.roles import PERMISSIONS, PUBLIC, SIGNED_IN
from functions.shared.contract.openapi_headers import checks_version, references
from functions.shared.http.operation import NoQuery, Operation
from functions.shared.http.problems import CONTENT_TYPE, TYPE_BASE
from functions.shared.limits.rules import GUARDS
from functions.shared.plain.errors import MOVED

_TITLES = {
    400: "The request cannot be read",
    401: "Authentication is needed",
    403: "Not allowed",
    404: "Not found",
    409: "The current state does not allow this",
    413: "The body is too large",
    415: "Unsupported media type",
    422: "The request is not acceptable",
    429: "Too many requests",
    500: "Internal error",
    503: "Temporarily unavailable",
}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem document with a stable `code`. Some codes add members of their own.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "current_version": {"type": "integer", "description": "Of `version_conflict`."},
        "current": {
            "type": ["object", "string"],
            "description": "Of `version_conflict`: the resource as it is now, where the caller may read it. Of a step that is not possible"
            " now: the state it is in.",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def problem_responses(op: Operation) -> dict[str, Any]:
    """By status, the shared response that names the codes."""
    return {str(status): {"$ref": f"#/components/responses/{_name(status, codes)}"} for status, codes in _by_status(op).items()}


def response(op: Operation, status: int) -> dict[str, Any]:
    """The refusals of one status, written out: for an operation that also has answers of its own with it."""
    return _response(status, _by_status(op)[status])


def responses(ops: Iterable[Operation]) -> dict[str, Any]:
    """Every combination of a status and codes that some operation may answer, once."""
    return dict(sorted((_name(status, codes), _response(status, codes)) for op in ops for status, codes in _by_status(op).items()))


def examples(ops: Iterable[Operation]) -> dict[str, Any]:
    """One example per status and code, shared by all operations that may answer it."""
    pairs = {pair for op in ops for pair in _refusals(op)}
    return {f"{status}.{code}": {"value": _example(status, code)} for status, code in sorted(pairs)}


def _by_status(op: Operation) -> dict[int, list[str]]:
    codes: dict[int, set[str]] = {}
    for status, code in _refusals(op):
        codes.setdefault(status, set()).add(code)
    return {status: sorted(found) for status, found in sorted(codes.items())}


def _name(status: int, codes: list[str]) -> str:
    return f"{status}.{'-'.join(codes)}"


def _refusals(op: Operation) -> list[tuple[int, str]]:
    return [*_general(op), *(pair for pair in op.errors if pair != MOVED)]


def _general(op: Operation) -> list[tuple[int, str]]:
    """What the edge itself may answer, from the operation's declaration."""
    pairs = [
        (400, "unreadable"),
        (401, "invalid_token"),
        (401, "session_ended"),
        (401, "suspended"),
        (422, "invalid"),
        (429, "too_many_requests"),
    ]
    pairs += [(500, "internal_error"), (503, "unavailable")]
    if not (op.raw_body and op.permission == PUBLIC):
        pairs += [(400, "key_in_url"), (401, "invalid_api_key"), (401, "key_maker_suspended")]
    if str(op) in GUARDS and any(rule.closed for rule in GUARDS[str(op)].rules):
        pairs += [(503, "limits_unavailable")]
    if op.permission != PUBLIC:
        pairs += [(401, "unauthenticated"), (403, "forbidden")]
    if op.permission == SIGNED_IN:
        pairs += [(401, "person_erased")]
    if op.permission in PERMISSIONS:
        pairs += [(403, "out_of_scope")]
        pairs += [(404, "person_erased")] if "/customers/{id}" in op.path else []
    if op.body:
        pairs += [(400, "invalid_json"), (413, "payload_too_large"), (415, "unsupported_media_type")]
    elif op.raw_body:
        pairs += [(413, "payload_too_large")]
    if op.idempotent:
        pairs += [
            (422, "idempotency_key_reused"),
            (422, "invalid_idempotency_key"),
            (409, "idempotency_conflict"),
            (409, "answer_not_kept"),
        ]
        pairs += [(422, "weak_idempotency_key")] if op.permission == PUBLIC else []
    if checks_version(op):
        pairs += [(400, "invalid_if_match"), (409, "version_conflict")]
    if op.query is not NoQuery and "cursor" in op.query.model_fields:
        pairs += [(400, "invalid_cursor")]
    return pairs


def _response(status: int, codes: list[str]) -> dict[str, Any]:
    title = _TITLES.get(status, str(status))
    headers = ["X-Request-Id"]
    headers += ["Retry-After"] if status in (429, 503) else []
    headers += ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] if status == 429 else []
    headers += ["WWW-Authenticate"] if status == 401 else []
    shown = {code: {"$ref": f"#/components/examples/{status}.{code}"} for code in codes}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": title,
        "headers": references(headers),
        "content": {CONTENT_TYPE: {"schema": schema, "examples": shown}},
        "x-codes": codes,
    }


def _example(status: int, code: str) -> dict[str, Any]:
    title = _TITLES.get(status, str(status))
    return {
        "type": TYPE_BASE + code,
        "title": title,
        "status": status,
        "detail": title + ".",
        "instance": "/v1/…",
        "code": code,
        "request_id": "3f0c9a52-6a0e-4a53-8d2f-7f0a5f2d9c11",
    }
