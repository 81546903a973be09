"""Outside warehouse systems, any number of them: they take signed messages in, and answer signed when somebody says so.

/sandbox/providers/wms/{name}   where the shop sends its messages
/sandbox/wms/{name}             GET: what came. POST: `{"secret", "answers_secret", "answers_url"}` as the shop told them;
                                `{"faults": {"http_500": 3}}` for the next messages; `{"answer": "pick.packed", "pick_id": …, "lines": […]}`
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

from infra.simulators.answers import Refused, read_object, text_field
from infra.simulators.faults import Faults, parse_faults
from infra.simulators.provider import World, new_id
from infra.simulators.webhooks import Signed, accelerated

FAULTS = ("down", "http_500", "timeout_after_success", "slow", "redirect")
"""Of so many messages to come. Down: the connection breaks before anything is read. Slow: an answer after `SLOW_SECONDS`."""
SLOW_SECONDS, SILENT_SECONDS = 2.0, 20.0
_SETTINGS = ("secret", "answers_secret", "answers_url")


@dataclass
class _System:
    settings: dict[str, str] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0


class Wms:
    name = "wms"
    retry_after = accelerated(5, 300, 1800)

    def __init__(self, world: World) -> None:
        self._world = world
        self._systems: dict[str, _System] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sandbox/providers/wms/{name}", self._receive),
            web.get("/sandbox/wms/{name}", self._show),
            web.post("/sandbox/wms/{name}", self._act),
        ]

    def _system(self, request: web.Request) -> _System:
        return self._systems.setdefault(request.match_info["name"], _System())

    async def _show(self, request: web.Request) -> web.Response:
        system = self._system(request)
        return web.json_response({"calls": system.calls, "faults": system.faults, "messages": system.messages})

    async def _act(self, request: web.Request) -> web.Response:
        system, body = self._system(request), await read_object(request)
        system.settings |= {name: text_field(body, name) for name in _SETTINGS if name in body}
        if "answer" in body:
            return web.json_response({"webhooks": await self._answer(system, body)})
        system.faults |= _faults(body.get("faults"))
        return web.json_response({"faults": system.faults})

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        system = self._system(request)
        system.calls += 1
        if _next(system, "down"):
            if request.transport is not None:
                request.transport.close()
            return web.Response(status=503)
        if _next(system, "redirect"):
            raise web.HTTPFound(str(request.url.with_name(f"{request.match_info['name']}-elsewhere")))
        if _next(system, "http_500"):
            return web.json_response({"error": "internal"}, status=500)
        self._keep(system, request, await request.read())
        if _next(system, "timeout_after_success"):
            await asyncio.sleep(SILENT_SECONDS)
        if _next(system, "slow"):
            await asyncio.sleep(SLOW_SECONDS)
        return web.json_response({"received": True})

    def _keep(self, system: _System, request: web.Request, raw: bytes) -> None:
        """Once per id, as the receiver of messages that come at least once has to."""
        headers = {name: request.headers.get(name, "") for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
        moment = datetime.fromtimestamp(int(headers["webhook-timestamp"] or 0), UTC)
        expected = Webhook(_told(system, "secret")).sign(headers["webhook-id"], moment, raw.decode())
        if expected not in headers["webhook-signature"].split(" ") or abs(self._world.unix() - moment.timestamp()) > 300:
            raise Refused(401, "bad_signature", "webhook-signature is missing, wrong or out of time")
        for known in system.messages:
            if known["id"] == headers["webhook-id"]:
                known["times"] += 1
                return
        system.messages.append({"id": headers["webhook-id"], "times": 1, "body": json.loads(raw)})

    async def _answer(self, system: _System, body: dict[str, Any]) -> list[int]:
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        said = {"type": text_field(body, "answer"), "data": {"pick_id": text_field(body, "pick_id"), "lines": body.get("lines", [])}}
        message = {"id": str(body.get("id") or new_id("wmsmsg")), "secret": _told(system, "answers_secret"), "said": said}
        return await self._world.webhooks.send(self, _told(system, "answers_url"), message, faults)

    # — as who signs (infra.simulators.webhooks) —

    def message(self, content: str, unix: int, faults: Faults) -> Signed:
        told = json.loads(content)
        said = json.dumps(told["said"], separators=(",", ":"))
        secret = Webhook(b"somebody else's key") if faults.wrong_key else Webhook(told["secret"])
        headers = {
            "Content-Type": "application/json",
            "webhook-id": told["id"],
            "webhook-timestamp": str(unix),
            "webhook-signature": secret.sign(told["id"], datetime.fromtimestamp(unix, UTC), said),
        }
        sent = said.replace('"quantity":', '"quantity": 1') if faults.tamper else said
        return Signed((sent + " " if faults.tamper and sent == said else sent).encode(), headers)

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        """What is refused for good is not sent again."""
        return 200 <= status < 500


def _faults(given: object) -> dict[str, int]:
    if given is None:
        return {}
    if not isinstance(given, dict) or set(given) - set(FAULTS) or not all(isinstance(count, int) for count in given.values()):
        raise Refused(422, "invalid", f"faults are numbers of messages to come; possible are {', '.join(FAULTS)}")
    return {str(name): int(count) for name, count in given.items()}


def _next(system: _System, fault: str) -> bool:
    left = system.faults.get(fault, 0)
    if left:
        system.faults[fault] = left - 1
    return left > 0


def _told(system: _System, name: str) -> str:
    if name not in system.settings:
        raise Refused(409, "not_told", f"the shop's {name} was not told here")
    return system.settings[name]
