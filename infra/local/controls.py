"""`/sandbox/clock`, `/sandbox/mailbox` and `/sandbox/schedules`: the strings by which a developer pulls the local shop."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from infra.local.clock import LocalClock, duration, moment
from infra.local.schedules import ScheduleFailed, run, schedules
from infra.simulators.answers import Refused, read_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from infra.local.mailbox import Mailbox, ToldMails


class Controls:
    def __init__(
        self, clock: LocalClock, mailbox: Mailbox, told: ToldMails, functions: Mapping[str, str], lambda_client: Callable[[], Any]
    ) -> None:
        """`functions` are the deployed functions by the names of their schedules."""
        self._clock = clock
        self._mailbox = mailbox
        self._told = told
        self._functions = functions
        self._lambda_client = lambda_client

    def add_to(self, app: web.Application) -> None:
        app.add_routes(
            [
                web.get("/sandbox/clock", self._read_clock),
                web.post("/sandbox/clock", self._move_clock),
                web.get("/sandbox/mailbox", self._read_mails),
                web.post("/sandbox/mailbox/{id}", self._tell_of_mail),
                web.get("/sandbox/schedules", self._list_schedules),
                web.post("/sandbox/schedules/{name}", self._run_schedule),
            ]
        )

    async def _read_clock(self, _request: web.Request) -> web.Response:
        return self._time()

    async def _move_clock(self, request: web.Request) -> web.Response:
        body = await read_object(request)
        if len(body) != 1 or not set(body) <= {"advance", "now"}:
            raise Refused(422, "invalid", 'give either {"advance": "PT30M"} or {"now": "2026-01-31T08:00:00Z"}')
        ((name, value),) = body.items()
        try:
            if name == "advance":
                self._clock.advance(duration(str(value)))
            else:
                self._clock.set(moment(str(value)))
        except (ValueError, OverflowError) as error:
            raise Refused(422, "invalid", str(error)) from error
        return self._time()

    async def _read_mails(self, request: web.Request) -> web.Response:
        return web.json_response({"data": await self._mailbox.read(request.query.get("to"))})

    async def _tell_of_mail(self, request: web.Request) -> web.Response:
        mail_id, body = request.match_info["id"], await read_object(request)
        outcome = str(body.get("outcome", ""))
        await asyncio.to_thread(self._told.tell, mail_id, outcome, _text(self._clock.now()))
        return web.json_response({"id": mail_id, "outcome": outcome}, status=202)

    async def _list_schedules(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": [{"name": one.name, "expression": one.expression} for one in schedules()]})

    async def _run_schedule(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        function = self._functions.get(name)
        if function is None:
            raise Refused(404, "not_found", f"there is no schedule {name}; there are {', '.join(self._functions)}")
        at = self._clock.now()
        try:
            result = await asyncio.to_thread(run, function, at, self._lambda_client())
        except ScheduleFailed as error:
            raise Refused(502, "function_failed", f"{name}: {error}") from error
        return web.json_response({"name": name, "ran_at": _text(at), "result": result})

    def _time(self) -> web.Response:
        return web.json_response({"now": _text(self._clock.now()), "offset_seconds": self._clock.offset()})


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
