"""Lets AWS have a bad day: `SHOP_AWS_FAULTS=50` lets every 50th call that a function makes fail.

It is throttled, does not arrive, or is carried out and its answer lost, one after the other; of the last two the caller hears nothing until
it gives up. What the shop's own process and people ask goes through, and so do invocations of functions.
The emulator's log tells each.
"""

from __future__ import annotations

import asyncio
import json
import logging
from itertools import count, cycle
from typing import Any

LONGEST = 60.0
"""Seconds that a caller is kept waiting who does not give up."""
KINDS = ("throttled", "lost", "answer lost")
TOLD = "a call of a function is made to fail: "
"""What a line of the log has before the kind and what was asked."""
_DYNAMODB = b"DynamoDB_20120810"
_log = logging.getLogger(__name__)


class FaultyCalls:
    """`app` is the server; `every`: one of so many."""

    def __init__(self, app: Any, every: int, *, longest: float = LONGEST) -> None:
        self._app, self._every, self._longest = app, every, longest
        self._calls, self._kinds = count(1), cycle(KINDS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _by_a_function(scope) or next(self._calls) % self._every:
            await self._app(scope, receive, send)
            return
        kind = next(self._kinds)
        _log.warning("%s%s %s", TOLD, kind, _headers(scope).get(b"x-amz-target", b"").decode(errors="replace") or scope["path"])
        if kind == "throttled":
            await _read(receive)
            await _throttle(scope, send)
        elif kind == "lost":
            await self._silence(receive)
        else:
            await self._app(scope, receive, _to_nobody)
            await self._silence(receive)

    async def _silence(self, receive: Any) -> None:
        try:
            async with asyncio.timeout(self._longest):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return


def _headers(scope: Any) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in scope["headers"]}


def _by_a_function(scope: Any) -> bool:
    """Signed with the temporary key of a role: only functions have one here."""
    return b"Credential=ASIA" in _headers(scope).get(b"authorization", b"")


async def _read(receive: Any) -> None:
    while (await receive()).get("more_body"):
        pass


async def _to_nobody(_: Any) -> None:
    return


async def _throttle(scope: Any, send: Any) -> None:
    """As the service that was asked says it."""
    headers = _headers(scope)
    target = headers.get(b"x-amz-target", b"")
    if b"/s3/aws4_request" in headers.get(b"authorization", b""):
        status, kind, content = (
            503,
            b"application/xml",
            b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>",
        )
        name = b"SlowDown"
    else:
        name = b"ProvisionedThroughputExceededException" if target.startswith(_DYNAMODB) else b"ThrottlingException"
        status, kind = 400 if target else 429, b"application/x-amz-json-1.0"
        content = json.dumps({"__type": name.decode(), "message": "Rate exceeded"}).encode()
    told = [(b"content-type", kind), (b"content-length", str(len(content)).encode()), (b"x-amzn-errortype", name)]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": content})
