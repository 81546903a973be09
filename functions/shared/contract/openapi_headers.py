"""Request and response headers in the contract: which operation reads and sends which."""

from __future__ import annotations

from typing import Any

from functions.shared.auth.roles import PUBLIC
from functions.shared.http.idempotency import MAX_KEY_LENGTH
from functions.shared.http.operation import Operation
from functions.shared.plain.standard_webhooks import LONGEST_ID

REQUEST: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {
        "description": "New for every new intention; the same key with the same request gets the first answer again for 24 hours. "
        "A guest who shows no token of the cart or order sends a random one of 16 characters or more, for example a UUID.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH},
        "example": "6f1c1f5e-7d5c-4f0e-9a53-0c8b8e6f2a11",
    },
    "If-Match": {
        "description": "The ETag that was read; a newer version is refused with 409 `version_conflict`.",
        "schema": {"type": "string"},
        "example": '"3"',
    },
    "If-None-Match": {
        "description": "The ETag that is known; 304 when it is still right.",
        "schema": {"type": "string"},
        "example": '"3"',
    },
    "Accept-Language": {
        "description": "The language of the texts; the store's own language without it.",
        "schema": {"type": "string"},
        "example": "en",
    },
    "X-Cart-Token": {
        "description": "What proves a guest's right to their cart; signed-in callers do not need it.",
        "schema": {"type": "string"},
        "example": "kq0zJ8m3m7o1T0h8o2l5Yb1Vt6u9w4x3",
    },
    "X-Order-Token": {
        "description": "What proves a guest's right to their order; signed-in callers do not need it.",
        "schema": {"type": "string"},
        "example": "pN4c7b1R9s2d8f6g5h3j0k1l7z9x2c4v",
    },
    "X-Device-Id": {
        "description": "What the app calls the device it runs on: made up once and kept. It helps to tell its owner from somebody else.",
        "schema": {"type": "string", "maxLength": 128},
        "example": "0b9f7a52-5c1e-4d1e-9a55-3a1f0c1b2d3e",
    },
    "X-Payment-Proof": {
        "description": "From `POST /v1/me/factors/payment_proof`, for a payment that was refused with 403 `requires_action`.",
        "schema": {"type": "string", "maxLength": 200},
        "example": "1764193200.pN4c7b1R9s2d8f6g5h3j0k1l7z9x2c4v.5f1d0c",
    },
    "UCP-Agent": {
        "description": "Names the profile of the agent that calls (RFC 8941).",
        "schema": {"type": "string"},
        "example": 'profile="https://agent.example/profile"',
    },
    "API-Version": {
        "description": "Which version of ACP is spoken.",
        "schema": {"type": "string"},
        "example": "2026-04-17",
    },
    "Request-Id": {
        "description": "Names the call; the answer says it again.",
        "schema": {"type": "string"},
        "example": "req_1",
    },
    "Authorization": {
        "description": "The API key of the agent, as a Bearer token (ACP).",
        "schema": {"type": "string"},
        "example": "Bearer pk_…",
    },
    "Signature-Input": {
        "description": "What the agent signed, and with which key (RFC 9421).",
        "schema": {"type": "string"},
        "example": 'sig1=("@method" "@authority" "@path" "ucp-agent");created=1764193200;keyid="k1"',
    },
    "Signature": {
        "description": "The signatures, by the names in Signature-Input (RFC 9421).",
        "schema": {"type": "string"},
        "example": "sig1=:c2lnbmF0dXJl:",
    },
    "Timestamp": {
        "description": "When the call was signed (ACP), where it has to be.",
        "schema": {"type": "string", "format": "date-time"},
        "example": "2026-11-25T08:00:00Z",
    },
    "Content-Digest": {
        "description": "Of the body, where the call is signed (RFC 9530).",
        "schema": {"type": "string"},
        "example": "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:",
    },
    "MCP-Protocol-Version": {
        "description": "The revision of MCP that is spoken.",
        "schema": {"type": "string"},
        "example": "2026-07-28",
    },
    "Mcp-Method": {
        "description": "The method of the body, again.",
        "schema": {"type": "string"},
        "example": "tools/list",
    },
    "Mcp-Name": {
        "description": "The tool of the body, again.",
        "schema": {"type": "string"},
        "example": "search_catalog",
    },
    "webhook-id": {
        "description": "Names the message; the same each time it is sent (Standard Webhooks).",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID},
        "example": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
    },
    "webhook-timestamp": {
        "description": "When it was sent, in seconds since 1970; at most 300 seconds ago.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,11}$"},
        "example": "1800000000",
    },
    "webhook-signature": {
        "description": "`v1,` and the signature in Base64; several with blanks between them.",
        "schema": {"type": "string"},
        "example": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    },
}

RESPONSE: dict[str, dict[str, Any]] = {
    "X-Request-Id": {"description": "Name this when asking for help.", "required": True, "schema": {"type": "string"}},
    "ETag": {"description": "The version of the answer.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "How long the answer may be kept.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {"description": "`true` on an answer that was given before.", "schema": {"const": "true"}},
    "Content-Language": {"description": "The languages of the texts; absent where there is none.", "schema": {"type": "string"}},
    "Location": {"description": "The address where it is.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait before the next try.", "schema": {"type": "integer"}},
    "X-RateLimit-Limit": {"description": "How often in the window (docs/limits.md).", "schema": {"type": "integer"}},
    "X-RateLimit-Remaining": {"description": "How often still.", "schema": {"type": "integer"}},
    "X-RateLimit-Reset": {"description": "Seconds until the window ends.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "`Bearer`", "schema": {"type": "string"}},
}

# The conventions of guests: who is not signed in shows the token of the cart or order the path names.
_GUEST_TOKENS = (("/v1/carts/", "X-Cart-Token"), ("/v1/orders/", "X-Order-Token"))


def request_headers(op: Operation) -> list[str]:
    names = set(op.headers)
    if op.idempotent:
        names.add("Idempotency-Key")
    if checks_version(op):
        names.add("If-Match")
    names |= {"Accept-Language"} if op.cache else set()
    names |= {"If-None-Match"} if is_compared(op) else set()
    if op.permission == PUBLIC:
        names |= {header for start, header in _GUEST_TOKENS if op.path.startswith(start)}
    return sorted(names)


def is_compared(op: Operation) -> bool:
    """Whether its answer has an ETag of its content, and may be 304; a redirect has no content."""
    return bool(op.cache) and op.status < 300


def checks_version(op: Operation) -> bool:
    """Whether the handler asks for `req.if_match()`: read from the code, so that it cannot be forgotten in the declaration."""
    code = getattr(op.handler, "__code__", None)
    return "If-Match" in op.headers or (code is not None and "if_match" in code.co_names)


def response_headers(op: Operation) -> list[str]:
    names = ["X-Request-Id"]
    if op.cache:
        names.append("Content-Language")
    if is_compared(op) or (op.response and "version" in op.response.model_fields):
        names.append("ETag")
    if op.method == "GET":
        names.append("Cache-Control")
    if op.idempotent:
        names.append("Idempotent-Replayed")
    if not op.cache:
        names += ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
    return names


def parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, **REQUEST[name]}


def references(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
