"""Passes `/v1/…`, `/o/…`, `/ucp/…`, `/acp/…`, `/oauth/…` and `/.well-known/…` to the APIs of the local AWS, byte for byte."""

from __future__ import annotations

import asyncio
import io
import json
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from functions.shared.http import problems
from functions.shared.plain.errors import PayloadTooLarge, ShopError, Unavailable, UnsupportedMedia
from infra.parts.api import PREFLIGHT_SECONDS, REQUEST_HEADERS

if TYPE_CHECKING:
    from infra.local.gate import Gate

BODY_LIMIT = 10 * 1024 * 1024  # as API Gateway
ANSWER_SECONDS = 60
_TOO_LARGE = f"At most {BODY_LIMIT} bytes are accepted."
# What belongs to one connection and not to the message (RFC 9110 §7.6.1), and what is set anew here.
_NOT_PASSED = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    "host", "content-length", "expect", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded",
}  # fmt: skip
_NOT_ADDED = ("User-Agent", "Accept-Encoding", "Accept", "Content-Type")
_THROTTLED = "ConcurrentInvocationLimitExceeded"
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)


def _preflight() -> web.Response:
    """What the deployed gateway answers by itself; MiniStack's leaves out the headers."""
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET,POST,PUT,PATCH,DELETE,OPTIONS",
        "Access-Control-Allow-Headers": REQUEST_HEADERS,
        "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
    }
    return web.Response(status=204, headers=headers)


class _TooSlow(ShopError):
    status, code, title = 504, "timeout", "The answer took too long"


class _FunctionFailed(ShopError):
    status, code, title = 502, "function_failed", "The function failed"


def _refusal(request: web.Request, error: ShopError) -> web.Response:
    """The front door's own errors, in the shape of all others."""
    request_id = str(uuid.uuid4())
    document = problems.problem(error, instance=request.path, request_id=request_id)
    headers = {"Content-Type": problems.CONTENT_TYPE, "X-Request-Id": request_id, "Access-Control-Allow-Origin": "*", **error.headers}
    return web.Response(status=error.status, body=json.dumps(document, ensure_ascii=False).encode(), headers=headers)


class Proxy:
    def __init__(self, apis: Mapping[str, str], gate: Gate) -> None:
        """`apis` are their addresses by the beginning of their paths, the longest of which counts: `{"/v1/admin/":
        "http://127.0.0.1:4566/_aws/execute-api/<id>/<stage>", "/": …}`."""
        self._apis = sorted(apis.items(), key=lambda api: len(api[0]), reverse=True)
        self._gate = gate
        self._session: aiohttp.ClientSession | None = None

    def add_to(self, app: web.Application) -> None:
        app.router.add_route("*", "/v1", self.handle)
        # A line break in an address is a character like others: `.` would not take it.
        app.router.add_route("*", r"/v1/{rest:[\s\S]*}", self.handle)
        app.router.add_route("*", r"/o/{rest:[\s\S]*}", self.handle)
        app.router.add_route("*", r"/s/{rest:[\s\S]*}", self.handle)
        # Where machines buy.
        app.router.add_route("*", r"/.well-known/{rest:[\s\S]*}", self.handle)
        app.router.add_route("*", r"/ucp/{rest:[\s\S]*}", self.handle)
        app.router.add_route("*", r"/acp/{rest:[\s\S]*}", self.handle)
        app.router.add_route("*", r"/oauth/{rest:[\s\S]*}", self.handle)
        app.cleanup_ctx.append(self._run)

    async def _run(self, _app: web.Application) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        # Compressed answers are passed on as they are; cookies of one client must never reach another.
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
        ) as self._session:
            yield

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        try:
            if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
                # The server would decode it while it reads, and fail on what is not what it says.
                raise UnsupportedMedia("Send the body as it is, without Content-Encoding.")
            if (request.content_length or 0) > BODY_LIMIT:
                raise PayloadTooLarge(_TOO_LARGE)
            async with self._gate:
                # Inside the gate: who waits holds no body in memory. And who sends slowly does not hold the gate for long.
                body = await asyncio.wait_for(request.read(), ANSWER_SECONDS)
                return await self._forward(request, body)
        except web.HTTPRequestEntityTooLarge:  # a body that did not say its length
            return _refusal(request, PayloadTooLarge(_TOO_LARGE))
        except TimeoutError:
            return _refusal(request, _TooSlow(f"There was no answer within {ANSWER_SECONDS} seconds."))
        except aiohttp.ClientError:
            return _refusal(request, Unavailable("The local AWS is not reachable."))
        except ShopError as error:
            return _refusal(request, error)

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        for pause in _PATIENCE:
            answer = await self._once(request, body)
            # Refused before the function began, so asking again is safe even for a write.
            if answer.status != 429 or _THROTTLED.encode() not in (answer.body if isinstance(answer.body, bytes) else b""):
                return answer
            await asyncio.sleep(pause)
        raise Unavailable("The local AWS has too many calls in flight.", code="busy", retry_after=5)

    async def _once(self, request: web.Request, body: bytes) -> web.Response:
        if self._session is None:
            raise RuntimeError("the proxy runs as part of an application")
        api = next(url for prefix, url in self._apis if request.raw_path.startswith(prefix))
        url = URL(api + request.raw_path, encoded=True)
        headers = _passed(request.headers.items())
        headers.add("X-Forwarded-For", request.remote or "127.0.0.1")
        headers.add("X-Forwarded-Proto", request.scheme)
        async with self._session.request(
            request.method,
            url,
            headers=headers,
            data=io.BytesIO(body) if body else None,
            allow_redirects=False,
            skip_auto_headers=_NOT_ADDED,
        ) as upstream:
            content = await upstream.read()
            if upstream.status == 502 and not _is_problem(upstream):
                raise _FunctionFailed("The function ended without an answer; `shop logs` shows why.")
            return web.Response(status=upstream.status, headers=_passed(upstream.headers.items()), body=content)


def _passed(headers: Iterable[tuple[str, str]]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers if name.lower() not in _NOT_PASSED)


def _is_problem(answer: aiohttp.ClientResponse) -> bool:
    return answer.content_type == "application/problem+json"
