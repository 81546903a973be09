"""How long this invocation still has. Work on a batch stops in time and hands back what it did not reach, and a call to somebody slow
takes no more than what is left: so nobody's slowness is paid for by the messages of others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from functools import wraps
from typing import Any

from functions.shared.plain.deferred import dataclass

# For what comes after the last call: the writes, the answer to the queue.
RESERVE = 3.0


@dataclass
class TimeLeft:
    """`remaining` in seconds. `silent`: hosts that let us wait for nothing in this batch; they are not waited for twice."""

    remaining: Callable[[], float]
    silent: set[str] = field(default_factory=set)

    def at_most(self, seconds: float) -> float:
        """So long, or what is left of the invocation (0 when nothing is)."""
        return max(0.0, min(seconds, self.remaining() - RESERVE))


_CURRENT: ContextVar[TimeLeft | None] = ContextVar("time_left", default=None)


def time_left() -> TimeLeft | None:
    """Of the batch under way; None where nobody watches the time."""
    return _CURRENT.get()


@contextmanager
def watched(context: Any) -> Iterator[TimeLeft | None]:
    """`context` is what Lambda hands to a handler; without its clock nothing is limited."""
    tell = getattr(context, "get_remaining_time_in_millis", None)
    watch = TimeLeft(lambda: tell() / 1_000) if callable(tell) else None
    token = _CURRENT.set(watch)
    try:
        yield watch
    finally:
        _CURRENT.reset(token)


Door = Callable[[dict[str, Any], Any], dict[str, Any]]


def in_time(door: Door) -> Door:
    """For what works on a queue: everything below the door knows how long the invocation still has."""

    @wraps(door)
    def watching(event: dict[str, Any], context: Any) -> dict[str, Any]:
        with watched(context):
            return door(event, context)

    return watching


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """What is called inside has so long altogether, or what is left of the invocation if that is less."""
    outer, end = _CURRENT.get(), time.monotonic() + seconds + RESERVE

    def remaining() -> float:
        own = end - time.monotonic()
        return own if outer is None else min(own, outer.remaining())

    token = _CURRENT.set(TimeLeft(remaining, outer.silent if outer else set()))
    try:
        yield
    finally:
        _CURRENT.reset(token)
