"""The one place that renders an error: RFC 9457 problem documents."""

from __future__ import annotations

from typing import Any

from functions.shared.errors import Invalid, ShopError

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "urn:shop:problem:"


def problem(error: ShopError, *, instance: str, request_id: str) -> dict[str, Any]:
    """The document for `error`: type, title, status, detail, instance, code, request_id, and the error's own members."""
    document: dict[str, Any] = {
        "type": TYPE_BASE + error.code,
        "title": type(error).title,
        "status": error.status,
        "detail": error.detail or type(error).title,
        "instance": instance,
        "code": error.code,
        "request_id": request_id,
    }
    if isinstance(error, Invalid):
        document["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in error.faults]
    return document | error.extra
