"""The simulated providers and couriers, served on a free port by a thread of their own; what they send to the shop is handed to a test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from aiohttp import web

from functions.shared.outside import clock
from infra.simulators.world import SimulatedWorld


@dataclass(frozen=True)
class ServedWorld:
    url: str
    world: SimulatedWorld
    loop: asyncio.AbstractEventLoop


@contextmanager
def served_world(
    keys: dict[str, Any], own: dict[str, Any] | None, path: str, hook: Callable[[web.Request], Awaitable[web.Response]]
) -> Iterator[ServedWorld]:
    """`keys` of the shop, `own` of the simulators; `hook` takes what is sent to `path`."""
    loop, ready = asyncio.new_event_loop(), Event()
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    started: list[tuple[SimulatedWorld, web.AppRunner]] = []

    async def start() -> None:
        # Here, because SQLite wants one thread.
        world = SimulatedWorld(keys, url, lambda: int(clock.now().timestamp()), retry_after=(), own=own)
        app = world.application()
        app.router.add_post(path, hook)
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
    try:
        yield ServedWorld(url, world, loop)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
