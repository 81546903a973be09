"""MiniStack as the shop needs it; run as `python -m infra.local.ministack_process`.

Beyond `ministack` itself this process
- stops by itself, with its state saved, when the shop that started it is gone;
- writes its state also while running, so that a crash loses a minute and not the day;
- lets a change set bring outputs alone (see `output_changes`);
- keeps stream records over a restart (see `stream_memory`) and repeats failed ones (see `stream_failures`);
- finds its queues after a move to another port (see `queue_addresses`);
- checks schedules every second instead of every ten;
- reads all of the API's definition (see `api_definitions`) and takes secrets over into a stack (see `secret_import`);
- stays small (see `bounded_memory`) and starts functions quickly (see `shared_code` and `forked_workers`);
- lets some of the functions' calls fail where it is told so (see `faulty_calls`).
The names used here are private to MiniStack, which is why its version is pinned exactly.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import resource
import signal
import threading
import time
from typing import Any

import ministack.app as server
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core import persistence
from ministack.services import eventbridge

from infra.local.patches import (
    api_definitions,
    bounded_memory,
    faulty_calls,
    forked_workers,
    output_changes,
    queue_addresses,
    secret_import,
    shared_code,
    stream_failures,
    stream_memory,
)

log = logging.getLogger("shop.snapshot")
SNAPSHOT_SECONDS = 60.0


class Traffic:
    """Counts the requests, so that a quiet shop writes no snapshots."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/_ministack"):
            self.seen += 1
        await self._app(scope, receive, send)


async def snapshots(traffic: Traffic, stopping: asyncio.Event, wanted: asyncio.Event) -> None:
    """Saves the state when it is wanted, and every minute with traffic; a large one less often (5 % of the time at most)."""
    saved, pause = 0, SNAPSHOT_SECONDS
    while not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wanted.wait(), pause)
        wanted.clear()
        if stopping.is_set() or traffic.seen == saved:
            continue
        started, seen = time.monotonic(), traffic.seen
        try:
            # Copied in the loop's own thread: no request is served meanwhile, so tables and queues belong together.
            states = {name: get() for name, get in server._build_persistence_save_dict().items()}
        except RuntimeError as error:  # a background thread changed a dictionary under the copy: try again soon
            log.info("snapshot postponed: %s", error)
            pause = 1.0
            continue
        await asyncio.to_thread(write, states, stopping)
        saved, pause = seen, max(SNAPSHOT_SECONDS, 20 * (time.monotonic() - started))


_saving = threading.RLock()


def write(states: dict[str, Any], stopping: asyncio.Event) -> None:
    """A copy of before. What is saved at the end is newer, and must not be written over by it."""
    for name, state in states.items():
        with _saving:
            if stopping.is_set():
                return
            if state is not None:
                persistence.save_state(name, state)


def save_one_at_a_time() -> None:
    """A copy that is being written is whole before the end saves the same."""
    plain = persistence.save_state

    def save_state(service: str, data: dict[str, Any]) -> None:
        with _saving:
            plain(service, data)

    persistence.save_state = save_state


async def parent_gone(parent: int, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        if os.getppid() != parent:
            stopping.set()
            return
        await asyncio.sleep(0.5)


async def housekeeping(stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        bounded_memory.trim()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), 10)


async def run(port: int) -> None:
    stopping, save = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    loop.add_signal_handler(signal.SIGUSR1, save.set)
    every = int(os.environ.get("FAULTS", "0"))
    traffic = Traffic(faulty_calls.FaultyCalls(server.app, every) if every else server.app)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 3
    config.loglevel = "WARNING"
    watchers = [
        asyncio.create_task(parent_gone(os.getppid(), stopping)),
        asyncio.create_task(snapshots(traffic, stopping, save)),
        asyncio.create_task(housekeeping(stopping)),
    ]

    async def until_stopped() -> None:
        await stopping.wait()

    await serve(traffic, config, shutdown_trigger=until_stopped)
    save.set()  # wakes the snapshots, so that they see the end
    await asyncio.gather(*watchers)


def main() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    eventbridge._SCHEDULER_TICK_INTERVAL = 1
    save_one_at_a_time()
    bounded_memory.limit_queue_workers()
    bounded_memory.end_idle_workers()
    stream_memory.install()
    queue_addresses.install()
    output_changes.install()
    stream_failures.install()
    shared_code.install()
    forked_workers.install()
    api_definitions.install()
    secret_import.install()
    asyncio.run(run(int(os.environ["GATEWAY_PORT"])))


if __name__ == "__main__":
    main()
