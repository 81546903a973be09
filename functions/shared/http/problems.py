"""The one place that renders an error: RFC 9457 problem documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.shared.http.problem_titles import title_of
from functions.shared.plain.errors import Invalid, ShopError

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "urn:shop:problem:"


def problem(error: ShopError, *, instance: str, request_id: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """The document for `error`: type, title (in the first of `languages` there is), status, detail, instance, code, request_id, and the
    error's own members."""
    english = type(error).title
    title = title_of(error.code, error.status, english, languages)
    document: dict[str, Any] = {
        "type": TYPE_BASE + error.code,
        "title": title,
        "status": error.status,
        "detail": error.detail or title,
        "instance": instance,
        "code": error.code,
        "request_id": request_id,
    }
    if isinstance(error, Invalid):
        document["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in error.faults]
    return document | error.extra
