"""The simulated providers on loopback, and a box in which their webhooks wait until a test hands them to the shop."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import urllib3
from aiohttp import web

from functions.shared.outside import clock
from infra.simulators.keys import complete
from infra.simulators.merchant import Merchant
from infra.simulators.world import SimulatedWorld

PATHS = {"stripe": "", "alipay": "/gateway.do", "wechatpay": "", "unionpay": ""}


@dataclass
class Hook:
    """A webhook as it came."""

    code: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Outside:
    url: str
    shop_keys: dict[str, Any]
    own_keys: dict[str, Any]
    world: SimulatedWorld
    loop: asyncio.AbstractEventLoop
    box: list[Hook] = field(default_factory=list)
    http: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def base(self, code: str) -> str:
        return f"{self.url}/sandbox/providers/payments/{code}{PATHS.get(code, '')}"

    def act(self, code: str, reference: str, outcome: str | None = "pay", **faults: Any) -> dict[str, Any]:
        body = json.dumps({"outcome": outcome, "faults": faults}).encode()
        answer = self.http.request("POST", f"{self.url}/sandbox/payments/{code}/{reference}", body=body)
        assert answer.status == 200, answer.data
        content: dict[str, Any] = json.loads(answer.data)
        return content

    def refunds(self, code: str, reference: str) -> list[int]:
        """The amounts given back over there."""

        async def look() -> list[int]:
            merchant = self.world.payments[code]
            assert isinstance(merchant, Merchant)
            return [refund["amount"] for refund in merchant.refunds_of(reference)]

        return asyncio.run_coroutine_threadsafe(look(), self.loop).result(5)

    def silence(self) -> None:
        """What is still on its way, from the test before, arrives nowhere; the box is empty."""

        async def drop() -> None:
            sending = list(self.world._webhooks._tasks)
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)
            await asyncio.sleep(0.01)  # for what the box's own server has taken in already

        asyncio.run_coroutine_threadsafe(drop(), self.loop).result(5)
        self.box.clear()

    def hooks(self, count: int = 1, code: str | None = None) -> list[Hook]:
        """Takes `count` webhooks (of one provider) out of the box; waits for them."""
        until = time.monotonic() + 5
        while True:
            found = [hook for hook in list(self.box) if code in (None, hook.code)][:count]
            if len(found) == count:
                break
            assert time.monotonic() < until, f"{len(found)} of {count} webhooks"
            time.sleep(0.005)
        for hook in found:
            self.box.remove(hook)
        return found


@contextmanager
def outside() -> Iterator[Outside]:
    shop, own = complete({}, {})
    box: list[Hook] = []
    loop, ready = asyncio.new_event_loop(), Event()
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    started: list[tuple[SimulatedWorld, web.AppRunner]] = []

    async def hook(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        box.append(Hook(request.match_info["code"], headers, await request.read()))
        return web.Response(text="success")

    async def start() -> None:
        # Here, because SQLite wants one thread.
        world = SimulatedWorld(shop, url, lambda: int(clock.now().timestamp()), retry_after=(), own=own)
        app = world.application()
        app.router.add_post("/v1/webhooks/payments/{code}", hook)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        started.append((world, runner))
        ready.set()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(30)
    ((world, runner),) = started
    made = Outside(url, shop, own, world, loop, box)
    try:
        yield made
    finally:
        made.http.clear()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
