"""Lets a bounded number of calls through at a time, the others wait in the order they came.

MiniStack starts one process per call in flight. Without a gate 64 clients are 64 processes on two cores; with it they are a
queue: slower, never refused, and the memory stays what it is.
"""

from __future__ import annotations

import asyncio
import os
from types import TracebackType


def default_width() -> int:
    """Calls in flight: twice the cores, for a call also waits (for tables, for the simulated provider)."""
    return max(4, 2 * (os.cpu_count() or 1))


class Gate:
    def __init__(self, width: int) -> None:
        self._open = asyncio.Semaphore(width)  # wakes its waiters first come, first served
        self.inside = 0
        self.most_inside = 0

    async def __aenter__(self) -> None:
        await self._open.acquire()
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.inside -= 1
        self._open.release()
