"""How simulators read requests and answer; problems have the shape of the shop's own (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web


class Refused(Exception):
    """An answer other than success, raised anywhere in a handler and rendered by `problems`."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> web.Response:
    body = {"type": "about:blank", "title": code.replace("_", " ").capitalize(), "status": status, "detail": detail, "code": code}
    return web.Response(status=status, text=json.dumps(body, ensure_ascii=False), content_type="application/problem+json", headers=headers)


@web.middleware
async def problems(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        answer: web.StreamResponse = await handler(request)
    except Refused as refused:
        return problem(refused.status, refused.code, refused.detail)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = {404: "not_found", 405: "method_not_allowed", 413: "payload_too_large"}.get(error.status, "refused")
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return problem(error.status, code, error.reason, headers)
    return answer


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object of the body, empty without a body. Raises Refused."""
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise Refused(400, "unreadable", "the body is not JSON") from error
    if not isinstance(value, dict):
        raise Refused(422, "invalid", "the body must be a JSON object")
    return value


def text_field(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(422, "invalid", f"{name} must be a text")
    return value


def amount_field(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise Refused(422, "invalid", f"{name} must be a positive number of minor units")
    return value
